from django.urls import path

from comments.feeds import CommentFeed
from comments.views import following, own, reading, writing

app_name = "comments"
urlpatterns = [
    path("feed/", CommentFeed(), name="feed_of_all"),
    path("on/<str:kind>/<int:object_id>/", writing.write, name="write"),
    path("on/<str:kind>/<int:object_id>/stamp/", writing.stamp, name="stamp"),
    path("on/<str:kind>/<int:object_id>/follow/", following.follow, name="follow"),
    path("on/<str:kind>/<int:object_id>/feed/", CommentFeed(), name="feed"),
    path("<int:pk>/", reading.comment, name="comment"),
    path("<int:pk>/reply/", writing.reply, name="reply"),
    path("<int:pk>/report/", reading.report, name="report"),
    path("sent/<str:token>/", writing.sent, name="sent"),
    path("confirm/<str:token>/", own.confirm, name="confirm"),
    path("mine/<str:token>/", own.mine, name="mine"),
    path("follow/<str:token>/", following.follow_confirm, name="follow_confirm"),
    path("following/<str:token>/", following.following, name="following"),
    path("stop/<str:token>/", following.stop, name="stop"),
    path("stop-all/<str:token>/", following.stop_all, name="stop_all"),
]
