"""The admin of the whole Hub."""

from django.contrib.admin import AdminSite

from content.rescue import RescuesWork


class HubAdminSite(RescuesWork, AdminSite):
    site_header = site_title = "Systems Leadership Hub"
    index_title = "The desk"
