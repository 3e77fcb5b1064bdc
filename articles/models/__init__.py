"""News, insight, last words and films, with the case they make to each stakeholder group."""

from articles.models.article import Article, ArticleGroup, ArticleTopic
from articles.models.desk import ArticleLink, Highlight, ReadFirst
from articles.models.parts import Authorship, Perspective
from articles.models.series import Series, SeriesItem

__all__ = [
    "Article",
    "ArticleGroup",
    "ArticleLink",
    "ArticleTopic",
    "Authorship",
    "Highlight",
    "Perspective",
    "ReadFirst",
    "Series",
    "SeriesItem",
]
