"""The admin of our tables, as its guide builds one: lists, a filter, search, rows of others."""

import csv

from desk import models
from django.contrib import admin
from django.http import HttpResponse
from django.utils import timezone
from import_export.admin import ExportActionMixin
from import_export.fields import Field
from import_export.formats.base_formats import XLSX
from import_export.resources import ModelResource


class Overdue(admin.SimpleListFilter):
    title = "overdue"
    parameter_name = "overdue"

    def lookups(self, request, model_admin):
        return (("yes", "overdue"),)

    def queryset(self, request, queryset):
        if self.value() != "yes":
            return queryset
        today = timezone.localdate()
        return queryset.filter(due_on__lt=today, deleted_at=None, closed_at=None)


# What a file of ours says of each follow-up. Of the names of others Django has the Russian ones.
_COLUMNS = {
    "id": lambda row: row.id,
    "due_on": lambda row: row.due_on,
    "overdue": lambda row: f"{(timezone.localdate() - row.due_on).days} days",
    "status": lambda row: row.status,
    "kind": lambda row: row.kind,
    "subject": lambda row: row.subject,
    "direction": lambda row: row.direction,
    "partner": lambda row: row.partner,
    "unit": lambda row: row.unit,
    "owner": lambda row: row.owner,
    "priority": lambda row: row.priority,
    "quote": lambda row: row.quote,
    "wish": lambda row: row.wish,
    "origin": lambda row: row.interaction or row.event or row.news_item,
    "event": lambda row: row.event or (row.interaction and row.interaction.event),
    "tags": lambda row: ", ".join(tag.name for tag in row.tags.all()),
    "notes": lambda row: row.notes,
    "outcome": lambda row: row.outcome,
    "created_at": lambda row: timezone.localdate(row.created_at),
    "closed_at": lambda row: row.closed_at and timezone.localdate(row.closed_at),
    "link": lambda row: f"https://uni.example/admin/desk/followup/{row.id}/change/",
}
_OTHERS = ("partner", "unit", "owner", "interaction__event", "event", "news_item")


def _whole(queryset):
    """With all that a line of a file asks for, in as few statements as Django can."""
    return queryset.select_related(*_OTHERS).prefetch_related("tags")


class _Chosen:
    model = models.FollowUp
    fields = tuple(_COLUMNS)


FollowUpResource = type(
    "FollowUpResource",
    (ModelResource,),
    {
        "Meta": _Chosen,
        **{
            name: Field(column_name=name, dehydrate_method=shown)
            for name, shown in _COLUMNS.items()
        },
    },
)


@admin.action(description="CSV")
def as_csv(modeladmin, request, queryset):
    answer = HttpResponse(content_type="text/csv")
    writer = csv.writer(answer)
    writer.writerow(_COLUMNS)
    for row in _whole(queryset):
        writer.writerow([shown(row) for shown in _COLUMNS.values()])
    return answer


@admin.register(models.FollowUp)
class FollowUpAdmin(ExportActionMixin, admin.ModelAdmin):
    list_display = ("subject", "kind", "partner", "unit", "owner", "due_on", "priority", "status")
    list_filter = (Overdue,)
    list_select_related = ("partner", "unit", "owner")
    list_per_page = 50
    ordering = ("due_on", "id")
    search_fields = ("subject", "quote")
    autocomplete_fields = ("partner", "unit", "owner")
    actions = (as_csv,)
    resource_classes = (FollowUpResource,)
    formats = (XLSX,)
    skip_export_form_from_action = True

    def get_export_queryset(self, request):
        return _whole(super().get_export_queryset(request))


class Inside(admin.TabularInline):
    extra = 0


class PositionsInside(Inside):
    model = models.Position
    raw_id_fields = ("person",)


class InteractionsInside(Inside):
    model = models.InteractionPartner
    raw_id_fields = ("interaction",)


class FollowUpsInside(Inside):
    model = models.FollowUp
    fields = ("subject", "kind", "owner", "due_on", "status")
    raw_id_fields = ("owner",)


class AgreementsInside(Inside):
    model = models.AgreementPartner
    raw_id_fields = ("agreement",)


@admin.register(models.Partner)
class PartnerAdmin(admin.ModelAdmin):
    list_display = ("__str__", "sector", "tier", "stage", "city", "owner")
    list_select_related = ("owner",)
    list_per_page = 50
    ordering = ("name_ru", "id")
    search_fields = ("name_kk", "name_ru", "name_en")
    autocomplete_fields = ("owner",)
    inlines = (PositionsInside, InteractionsInside, FollowUpsInside, AgreementsInside)


class PartnersInside(Inside):
    model = models.InteractionPartner
    raw_id_fields = ("partner",)


@admin.register(models.Interaction)
class InteractionAdmin(admin.ModelAdmin):
    list_display = ("happened_on", "kind", "summary")
    list_per_page = 50
    ordering = ("-happened_on", "-id")
    inlines = (PartnersInside,)


@admin.register(models.Account)
class AccountAdmin(admin.ModelAdmin):
    search_fields = ("name",)


@admin.register(models.Unit)
class UnitAdmin(admin.ModelAdmin):
    search_fields = ("name_ru", "name_kk", "name_en")
