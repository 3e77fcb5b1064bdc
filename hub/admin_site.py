"""The admin of the whole Hub."""

from django.contrib.admin import AdminSite

from content.rescue import RescuesWork
from hub.accounts.site import AsksForSecondFactor


class HubAdminSite(RescuesWork, AsksForSecondFactor, AdminSite):
    site_header = site_title = "Systems Leadership Hub"
    index_title = "The desk"
