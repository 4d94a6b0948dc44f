"""One import: name the columns, see what would happen, let it happen, take it back."""

from tracker import db
from tracker.domain import importing
from tracker.domain.models import ImportState
from tracker.i18n import t
from tracker.ui import flash, heading, import_columns, import_parts, import_preview, nav
from tracker.ui.acts import take_import_back
from tracker.ui.signin import current_user

user = current_user()

with flash.refusals(), db.reading() as session:
    job = importing.get(session, nav.record_id(), by=user)
    report = importing.report(session, nav.record_id(), by=user)
    twin = importing.twin(session, nav.record_id(), by=user)

heading.show(
    job.file_name,
    badges=[import_parts.state(job.state)],
    caption=import_parts.about(job),
    back=(nav.IMPORTS, t("nav.imports")),
)
import_parts.notes(job, twin)

match job.state:
    case ImportState.NEW | ImportState.FAILED:
        import_columns.show(user, job)
    case ImportState.CHECKING | ImportState.RUNNING:
        import_parts.wait(user, job)
    case ImportState.CHECKED:
        import_preview.show(user, job, report)
    case _:
        import_preview.result(user, job, report)

take_import_back.dialog(user)
