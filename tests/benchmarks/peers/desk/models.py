"""Our tables as Django sees them: it makes none of them, it only reads and writes."""

from datetime import datetime

from django.db import models
from django.utils import timezone


def _now() -> datetime:
    return timezone.now()


class Named(models.Model):
    name_kk = models.CharField(max_length=300, null=True, blank=True)
    name_ru = models.CharField(max_length=300, null=True, blank=True)
    name_en = models.CharField(max_length=300, null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name_ru or self.name_kk or self.name_en or ""


class Account(models.Model):
    name = models.CharField(max_length=300)
    email = models.CharField(max_length=254)

    class Meta:
        managed = False
        db_table = "account"

    def __str__(self):
        return self.name


class Unit(Named):
    kind = models.CharField(max_length=40)

    class Meta:
        managed = False
        db_table = "unit"


class Partner(Named):
    revision = models.IntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=_now, editable=False)
    updated_at = models.DateTimeField(default=_now, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)
    sector = models.CharField(max_length=40)
    tier = models.CharField(max_length=40)
    stage = models.CharField(max_length=40)
    city = models.CharField(max_length=500, null=True, blank=True)
    website = models.CharField(max_length=500, null=True, blank=True)
    owner = models.ForeignKey(Account, models.PROTECT, null=True, blank=True)
    notes = models.TextField(null=True, blank=True)

    class Meta:
        managed = False
        db_table = "partner"


class Person(models.Model):
    name = models.CharField(max_length=300)
    email = models.CharField(max_length=254, null=True, blank=True)

    class Meta:
        managed = False
        db_table = "person"

    def __str__(self):
        return self.name


class Position(models.Model):
    person = models.ForeignKey(Person, models.CASCADE)
    partner = models.ForeignKey(Partner, models.CASCADE)
    title = models.CharField(max_length=500)

    class Meta:
        managed = False
        db_table = "position"


class Event(Named):
    class Meta:
        managed = False
        db_table = "event"


class Interaction(models.Model):
    revision = models.IntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=_now, editable=False)
    updated_at = models.DateTimeField(default=_now, editable=False)
    created_by = models.IntegerField(default=1, editable=False)
    search_key = models.CharField(default="", editable=False)
    kind = models.CharField(max_length=40, default="meeting")
    happened_on = models.DateField()
    summary = models.TextField()
    outcome = models.TextField(null=True, blank=True)
    event = models.ForeignKey(Event, models.PROTECT, null=True, editable=False)

    class Meta:
        managed = False
        db_table = "interaction"

    def __str__(self):
        return f"{self.happened_on} {self.summary[:60]}"


class NewsItem(models.Model):
    title = models.CharField(max_length=300)

    class Meta:
        managed = False
        db_table = "news_item"

    def __str__(self):
        return self.title


class Tag(models.Model):
    name = models.CharField(max_length=500)

    class Meta:
        managed = False
        db_table = "tag"

    def __str__(self):
        return self.name


class InteractionPartner(models.Model):
    # The table has a key of two columns, which the admin can't edit; SQLite numbers the rows.
    rowid = models.BigAutoField(primary_key=True)
    interaction = models.ForeignKey(Interaction, models.CASCADE)
    partner = models.ForeignKey(Partner, models.CASCADE)

    class Meta:
        managed = False
        db_table = "interaction_partner"


class FollowUp(models.Model):
    revision = models.IntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=_now, editable=False)
    updated_at = models.DateTimeField(default=_now, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=300, null=True, blank=True)
    direction = models.CharField(max_length=40)
    priority = models.CharField(max_length=40)
    partner = models.ForeignKey(Partner, models.PROTECT)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True)
    owner = models.ForeignKey(Account, models.PROTECT)
    due_on = models.DateField(null=True, blank=True)
    quote = models.TextField(null=True, blank=True)
    wish = models.CharField(max_length=40, null=True, blank=True)
    interaction = models.ForeignKey(Interaction, models.PROTECT, null=True, blank=True)
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True)
    news_item = models.ForeignKey(NewsItem, models.PROTECT, null=True, blank=True)
    tags = models.ManyToManyField(Tag, through="FollowUpTag")
    notes = models.TextField(null=True, blank=True)
    outcome = models.TextField(null=True, blank=True)
    status = models.CharField(max_length=40)
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        managed = False
        db_table = "follow_up"

    def __str__(self):
        return self.subject or self.kind


class FollowUpTag(models.Model):
    rowid = models.BigAutoField(primary_key=True)
    follow_up = models.ForeignKey(FollowUp, models.CASCADE)
    tag = models.ForeignKey(Tag, models.CASCADE)

    class Meta:
        managed = False
        db_table = "follow_up_tag"


class Agreement(models.Model):
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=40)
    signed_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        managed = False
        db_table = "agreement"

    def __str__(self):
        return self.title


class AgreementPartner(models.Model):
    rowid = models.BigAutoField(primary_key=True)
    agreement = models.ForeignKey(Agreement, models.CASCADE)
    partner = models.ForeignKey(Partner, models.CASCADE)

    class Meta:
        managed = False
        db_table = "agreement_partner"
