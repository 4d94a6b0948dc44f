"""The day of a contact, kept beside each of its partners: `InteractionPartner.met_on`.

"When did we last speak" and "the latest fifty" then read one index instead of every contact. The
database keeps it itself, however a row changes: a trigger gives a new link its day, and another
follows when a contact is dated anew, goes to the trash or comes back.
"""

from sqlalchemy import Connection, inspect

_LINK, _COLUMN = "interaction_partner", "met_on"
_DAY = "SELECT happened_on FROM interaction WHERE id = {} AND deleted_at IS NULL"

_SQLITE = {
    "interaction_partner_met": f"""
        AFTER INSERT ON interaction_partner BEGIN
            UPDATE interaction_partner SET met_on = ({_DAY.format("NEW.interaction_id")})
            WHERE interaction_id = NEW.interaction_id AND partner_id = NEW.partner_id;
        END""",
    "interaction_met": """
        AFTER UPDATE OF happened_on, deleted_at ON interaction BEGIN
            UPDATE interaction_partner
            SET met_on = CASE WHEN NEW.deleted_at IS NULL THEN NEW.happened_on END
            WHERE interaction_id = NEW.id;
        END""",
}
# A link waits for whoever changes its contact just now: it must not keep a day that is over.
_POSTGRESQL = {
    "interaction_partner_met": (
        "BEFORE INSERT ON interaction_partner",
        f"NEW.met_on := ({_DAY.format('NEW.interaction_id')} FOR SHARE)",
    ),
    "interaction_met": (
        "AFTER UPDATE OF happened_on, deleted_at ON interaction",
        "UPDATE interaction_partner"
        " SET met_on = CASE WHEN NEW.deleted_at IS NULL THEN NEW.happened_on END"
        " WHERE interaction_id = NEW.id",
    ),
}


def let_go(connection: Connection) -> None:
    """Take the triggers away: a migration may make their tables anew."""
    if connection.dialect.name == "sqlite":
        for name in _SQLITE:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
    else:
        for name in _POSTGRESQL:
            connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {name}() CASCADE")


def keep(connection: Connection) -> None:
    """Put them there, in tables that have the column."""
    found = inspect(connection)
    if not found.has_table(_LINK):
        return
    if _COLUMN not in {column["name"] for column in found.get_columns(_LINK)}:
        return
    if connection.dialect.name == "sqlite":
        for name, rule in _SQLITE.items():
            connection.exec_driver_sql(f"CREATE TRIGGER {name} {rule}")
        return
    for name, (when, what) in _POSTGRESQL.items():
        body = f"BEGIN {what}; RETURN NEW; END"
        connection.exec_driver_sql(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
        )
        connection.exec_driver_sql(
            f"CREATE TRIGGER {name} {when} FOR EACH ROW EXECUTE FUNCTION {name}()"
        )


def work_out(connection: Connection) -> None:
    """The day of every link that is there, where rows came past the triggers."""
    day = _DAY.format("interaction_partner.interaction_id")
    connection.exec_driver_sql(f"UPDATE interaction_partner SET met_on = ({day})")
