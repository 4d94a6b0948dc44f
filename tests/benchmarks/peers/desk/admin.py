"""The admin of our tables, as its guide builds one: lists, a filter, search, rows of others."""

import csv

from desk import models
from django.contrib import admin
from django.http import HttpResponse
from django.utils import timezone
from import_export.admin import ExportActionMixin
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


class FollowUpResource(ModelResource):
    class Meta:
        model = models.FollowUp
        fields = (
            "id",
            "kind",
            "subject",
            "priority",
            "partner__name_ru",
            "unit__name_ru",
            "owner__name",
            "due_on",
            "status",
            "quote",
        )


@admin.action(description="CSV")
def as_csv(modeladmin, request, queryset):
    answer = HttpResponse(content_type="text/csv")
    writer = csv.writer(answer)
    writer.writerow(
        ["kind", "subject", "priority", "partner", "unit", "owner", "due", "status", "quote"]
    )
    for each in queryset.select_related("partner", "unit", "owner"):
        writer.writerow(
            [
                each.kind,
                each.subject,
                each.priority,
                each.partner,
                each.unit,
                each.owner,
                each.due_on,
                each.status,
                each.quote,
            ]
        )
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
        return super().get_export_queryset(request).select_related("partner", "unit", "owner")


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
