"""The only module that reads the environment. README.md lists the variables."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from hub.environment import (
    env,
    env_bool,
    env_choice,
    env_database,
    env_int,
    env_list,
    env_mailer,
    env_secret,
    env_socket,
    env_storage,
)

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Who we are -------------------------------------------------------------------------------
DEMO = env_bool("HUB_DEMO", False)  # `make run`: made-up secrets, mail to files, plain http on loopback
DEBUG = env_bool("DEBUG", False)
VAR_DIR = Path(env("HUB_VAR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)
SITE_NAME = "Systems Leadership Hub"
SITE_URL = env("SITE_URL", "http://127.0.0.1:8000" if DEMO else None).rstrip("/")
DEMO_KEY = "demo-mode-only-" * 5
SECRET_KEY = env_secret("SECRET_KEY", DEMO_KEY if DEMO else None)
if SECRET_KEY == DEMO_KEY and not DEMO:
    raise ImproperlyConfigured("SECRET_KEY is the demonstration's, which everybody knows. Make your own.")
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "127.0.0.1,localhost" if DEMO else urlsplit(SITE_URL).hostname)
CONTACT_EMAIL = env("CONTACT_EMAIL", "hub@example.org")
SECURITY_CONTACT = env("SECURITY_CONTACT", CONTACT_EMAIL)  # whom finders of a weakness write to
ADMINS = MANAGERS = env_list("ADMINS")

# --- Parts ------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "hub.admin_app.HubAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sites",  # needed by django-comments
    "django.contrib.sitemaps",
    "django.contrib.redirects",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "taggit",
    "reversion",
    "django_tasks_db",
    "django_prose_editor",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "django_comments",
    "django_comments_xtd",
    "content",
    "places",
    "publications",
    "articles",
    "comments",  # after django_comments_xtd, whose ready() runs first
    "alerts",
    "hub",
]
MIDDLEWARE = [
    "hub.logs.RequestLogMiddleware",
    "hub.headers.HeadersMiddleware",  # before all that may answer: static files and errors get headers too
    "hub.methods.known_methods_only",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "hub.following.follow_the_clock",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hub.database_guard.DatabaseGuardMiddleware",
    "content.keeping.keep_parts",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "hub.accounts.sessions.SessionAgeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.contrib.redirects.middleware.RedirectFallbackMiddleware",
    "axes.middleware.AxesMiddleware",  # last, as it asks to be
]
ROOT_URLCONF = "hub.urls"
WSGI_APPLICATION = "hub.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "hub.templating.Templates",
        "NAME": "django",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hub.context.frame",
            ],
            "builtins": ["content.templatetags.hub"],
        },
    }
]
FORM_RENDERER = "hub.templating.FormRenderer"

# --- Data -------------------------------------------------------------------------------------
# Seconds that a request waits for PostgreSQL: more than its lock_timeout, so that a lock is called a lock.
DATABASE_PATIENCE = 2.5
READERS_PATIENCE = 1.0  # seconds that a page for readers waits for it in all
DATABASES = {"default": env_database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'hub.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = Path(env("MEDIA_ROOT", str(VAR_DIR / "media")))
MEDIA_URL = "/media/"
ERASURES_FILE = Path(env("ERASURES_FILE", str(VAR_DIR / "erasures.txt")))  # survives a restored backup
MAX_UPLOAD_MB = env_int("MAX_UPLOAD_MB", 50)
PDF_SECONDS = env_int("PDF_SECONDS", 10)  # the longest that reading one PDF may take
CLAMD = env_socket("CLAMD")  # the virus scanner that uploads are shown to, if any
FILES_HEADER = env("FILES_HEADER", "")  # X-Accel-Redirect or X-Sendfile, if a server in front sends files
COUNTS_DIR = VAR_DIR / "counts"  # this machine's notes of what was read, until they are summed up
FILES_PREFIX = env("FILES_PREFIX", "/protected/")  # what that server knows MEDIA_ROOT by
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
PAGE_CACHE_MB = env_int("PAGE_CACHE_MB", 32)  # memory for ready pages, in each process
KEPT_PARTS_MB = env_int("KEPT_PARTS_MB", 8)  # and for ready parts of pages
# The query parameters that pages know. Others make no page of their own.
PAGE_PARAMETERS = {"page", "q", "topic", "year", "programme", "region", "place", "type", "kind"}
PAGE_PARAMETERS |= {"status", "sort", "from", "to", "for", "list", "cursor", "limit", "since"}
PAGE_PARAMETERS |= {"comments", "find", "organisation", "language", "file", "box", "project", "download"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SEARCH_DIR = Path(env("SEARCH_DIR", str(VAR_DIR / "search")))
SEARCH_FOLLOWS = env_bool("SEARCH_FOLLOWS", True)  # web processes keep the index up to date

# --- Static files -----------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # no page names the others, and every start would look at them
WHITENOISE_IMMUTABLE_FILE_TEST = r"\.[0-9a-f]{12}\.\w+$"  # by name, not by asking the manifest of each
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder", "hub.finders.AppFinder"]
STORAGES = {
    "default": env_storage("MEDIA_STORAGE"),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Language and time ------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

# --- Mail -------------------------------------------------------------------------------------
MAILERS = {"outbound": env_mailer("MAIL_URL", f"file://{VAR_DIR / 'outbox'}" if DEMO else None)}
# Mail waits in the database until `manage.py send_mail_queue` has sent it; the demonstration does not wait.
MAILERS["default"] = MAILERS["outbound"] if DEMO else {"BACKEND": "hub.mail.QueueBackend"}
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", f"{SITE_NAME} <{CONTACT_EMAIL}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Tags and comments ------------------------------------------------------------------------
SITE_ID = 1
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
TAGGIT_CASE_INSENSITIVE = True
COMMENTS_APP = "comments"
COMMENTS_XTD_MODEL = "comments.models.HubComment"
COMMENTS_XTD_FORM_CLASS = "comments.forms.CommentForm"
COMMENTS_XTD_MAX_THREAD_LEVEL = 2  # levels 0, 1 and 2
COMMENTS_XTD_THREADED_EMAILS = False
# What can be commented on; True: unless staff close it, False: only where staff open it.
COMMENT_KINDS = {"articles.article": True, "publications.publication": False, "places.project": False}
COMMENTS_OPEN = env_bool("COMMENTS_OPEN", True)  # 0 closes the box everywhere, kindly
COMMENTS_CLOSE_AFTER_DAYS = env_int("COMMENTS_CLOSE_AFTER_DAYS", 0)  # 0: never
COMMENTS_HOLD = env_choice("COMMENTS_HOLD", "all", {"all", "first", "flagged"})
COMMENTS_REPORT_THRESHOLD = env_int("COMMENTS_REPORT_THRESHOLD", 3)  # so many reports hide a comment
COMMENTS_LIMIT_TIMES = env_int("COMMENTS_LIMIT_TIMES", 1)  # multiplies limits, for a workshop in one room
COMMENTS_MIN_SECONDS = env_int("COMMENTS_MIN_SECONDS", 3)  # no one writes a comment faster
COMMENTS_KEEP_ADDRESS_DAYS = env_int("COMMENTS_KEEP_ADDRESS_DAYS", 30)
COMMENTS_KEEP_EMAIL_MONTHS = env_int("COMMENTS_KEEP_EMAIL_MONTHS", 24)
COMMENTS_MODERATORS = env_list("COMMENTS_MODERATORS") or ADMINS
COMMENTS_MODERATOR_MAIL = env_choice("COMMENTS_MODERATOR_MAIL", "daily", {"daily", "immediate", "never"})

# --- Safety -----------------------------------------------------------------------------------
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "hub.accounts.passwords.OwnWordsValidator"},
]
LOGIN_URL, LOGIN_REDIRECT_URL = "admin:login", "admin:index"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # refuses a guesser before a password is hashed
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=5)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # nobody can keep a colleague out for ever
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]
AXES_LOCKOUT_CALLABLE = "hub.accounts.limits.locked_out"
AXES_CLIENT_IP_CALLABLE = "hub.accounts.limits.sign_in_address"
AXES_DISABLE_ACCESS_LOG = True  # our own log says it, without addresses
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
SECOND_FACTOR = not DEMO  # the demonstration needs none on this very machine
OTP_TOTP_ISSUER = SITE_NAME
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],  # the nonce is sent only where the admin uses it
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
TRUSTED_PROXY_HOPS = env_int("TRUSTED_PROXY_HOPS", 0)  # how many proxies of ours stand in front
# Of one address, which may be a whole town hall's. The demonstration has no limit.
SEARCHES_A_MINUTE = env_int("SEARCHES_A_MINUTE", 0 if DEMO else 60)
EXPORTS_A_MINUTE = env_int("EXPORTS_A_MINUTE", 0 if DEMO else 10)
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
HTTPS = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]  # asked by machines behind the proxy
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own
SESSION_COOKIE_AGE = 60 * 60  # of rest; hub/accounts/sessions.py ends it after twelve hours in any case
SESSION_SAVE_EVERY_REQUEST = True  # only staff have a session
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- Logs -------------------------------------------------------------------------------------
LOG_LEVEL = env("LOG_LEVEL", "WARNING" if DEMO else "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "hub.logs.JsonLine"}},
    "handlers": {
        "stdout": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stdout"}
    },
    "root": {"handlers": ["stdout"], "level": LOG_LEVEL},
    "loggers": {"django": {"handlers": ["stdout"], "level": LOG_LEVEL, "propagate": False}},
}
SENTRY_DSN = env("SENTRY_DSN", "")  # where faults are reported, if anywhere
METRICS_TOKEN = env("METRICS_TOKEN", "")  # who knows it may read /metrics; without one there is no such page
