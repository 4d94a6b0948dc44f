// Fields of closed choices, as the browser draws them: for keys, fingers and readers alike.
// Words enter as text, never as markup.
function option(value, words) {
  const element = document.createElement("option");
  element.value = value;
  element.textContent = words;
  return element;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".choices");
  const focused = root.getRootNode().activeElement?.name;
  const fields = data.fields.map((field) => {
    const label = document.createElement("label");
    const words = document.createElement("span");
    words.textContent = field.label;
    const select = document.createElement("select");
    select.name = field.name;
    if (field.any !== null) select.append(option("", field.any));
    select.append(...field.options.map(([value, said]) => option(value, said)));
    select.value = field.chosen;
    select.classList.toggle("any", !field.chosen);
    select.addEventListener("change", () => {
      setTriggerValue("choose", { name: field.name, value: select.value });
    });
    label.append(words, select);
    return label;
  });
  root.replaceChildren(...fields);
  if (focused) root.querySelector(`[name="${CSS.escape(focused)}"]`)?.focus();
}
