"""Scrapy's settings for this project: each with its reason and Scrapy's own default."""

from osce_scraper import __version__
from osce_scraper.discovery import common_crawl, wayback

BOT_NAME = "osce_scraper"
SPIDER_MODULES = ["osce_scraper.spiders"]
NEWSPIDER_MODULE = "osce_scraper.spiders"

# Who we are; `--contact` adds an address to write to. Default: "Scrapy/VERSION (+https://scrapy.org)".
PROJECT_URL = "https://pypi.org/project/osce-scraper/"
USER_AGENT = f"osce-scraper/{__version__} (+{PROJECT_URL})"

# --- Politeness: a public institution's server, see facts section 7

ROBOTSTXT_OBEY = True  # default False
DOWNLOAD_DELAY = 10  # seconds; a reported Crawl-delay. Default 0
DOWNLOAD_DELAY_JITTER = 0  # jitter goes both ways, and less than the delay is impolite. Default 0.5
CONCURRENT_REQUESTS = 1  # one at a time over all hosts. Default 16
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # default 8
AUTOTHROTTLE_ENABLED = False  # it undoes a Crawl-delay. Default False
COOKIES_ENABLED = False  # nothing here needs a session. Default True

# --- Safety

DOWNLOAD_VERIFY_CERTIFICATES = True  # default False
REMOTE_CONTROL_ENABLED = False  # a port that runs code. Default True
TELNETCONSOLE_ENABLED = False  # likewise. Default True
# A page is never a file, FTP or S3. Default {}, and Scrapy's own handlers, which ask twice.
DOWNLOAD_HANDLERS = dict.fromkeys(("data", "file", "ftp", "s3")) | dict.fromkeys(
    ("http", "https"), "osce_scraper.middlewares.connections.OnceDownloadHandler"
)
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024  # twice what is read, to say how much too large. Default 1 GiB
DOWNLOAD_WARNSIZE = 0  # our own refusal says it. Default 32 MiB
DOWNLOAD_TIMEOUT = 60  # seconds. Default 180
TWISTED_DNS_RESOLVER = "osce_scraper.middlewares.resolver.PublicResolver"  # no private addresses
REDIRECT_MAX_TIMES = 5  # from http to https to www to a section: more lead nowhere. Default 20
# Only gzip tells that a body broke off, and not all readers of archives know br and zstd. Default:
# the first two, and whatever can be unpacked here.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en",
    "Accept-Encoding": "gzip",
}
METAREFRESH_ENABLED = False  # a page is what it says, not where it sends. Default True

RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the ledger's warning names page and cause. Default ERROR

# --- Reading

HTTPERROR_ALLOW_ALL = True  # a page that is gone becomes a rejected record. Default False
CONCURRENT_ITEMS = 1  # more start idle tasks for each response. Default 100

# The check reads and parses the spider's own source again for every page. Default True
WARN_ON_GENERATOR_RETURN_VALUE = False

# `None` is one of Scrapy's that does nothing for us, and would be asked about every page.
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # our sieves choose addresses
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "osce_scraper.middlewares.robots.StrictRobotsTxtMiddleware": 100,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "osce_scraper.middlewares.patience.PatientRetryMiddleware": 550,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "osce_scraper.middlewares.redirects.OnSiteRedirectMiddleware": 600,
    "osce_scraper.middlewares.whole.WholePageMiddleware": 580,
    "osce_scraper.middlewares.whole.WholeBodyMiddleware": 800,
    "osce_scraper.middlewares.archive.ArchiveMiddleware": 880,
    "osce_scraper.middlewares.pace.PaceMiddleware": 850,
    "osce_scraper.middlewares.budget.BudgetMiddleware": 990,
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,  # nobody asks what came first
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # it drops without a word
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,  # for debugging
}
EXTENSIONS = {
    "osce_scraper.extensions.ledger.Ledger": 100,
    "osce_scraper.extensions.memory.Memory": 120,
    "osce_scraper.extensions.figures.FiguresLog": 190,
    "osce_scraper.extensions.progress.ProgressBar": 200,
}
ITEM_PIPELINES = {
    "osce_scraper.pipelines.taxonomy.TaxonomyPipeline": 100,
    "osce_scraper.pipelines.metadata.MetadataPipeline": 200,
    "osce_scraper.pipelines.normalise.NormalisePipeline": 300,
    "osce_scraper.pipelines.recall.RecallPipeline": 350,
    "osce_scraper.pipelines.validate.ValidatePipeline": 400,
    "osce_scraper.pipelines.scope.ScopePipeline": 450,
    "osce_scraper.pipelines.deduplicate.DeduplicatePipeline": 500,
}
FEED_EXPORTERS = {
    "jsonl": "osce_scraper.exporters.jsonl.JsonlExporter",
    "jsonlines": "osce_scraper.exporters.jsonl.JsonlExporter",
    "jl": "osce_scraper.exporters.jsonl.JsonlExporter",
}
FEED_EXPORT_ENCODING = "utf-8"  # default None
STATS_CLASS = "osce_scraper.extensions.stats.Stats"  # default Scrapy's MemoryStatsCollector
DEFAULT_DROPITEM_LOG_LEVEL = "INFO"  # refused pages are counted and kept. Default WARNING

# --- Our own

OSCE_SITE = None  # address of a mirror that stands in for https://www.osce.org
OSCE_FROM = "live"  # where pages come from: live, wayback, commoncrawl
OSCE_WAYBACK = wayback.WAYBACK  # address of the Wayback Machine, or what stands in for it
OSCE_COMMON_CRAWL = [common_crawl.COMMON_CRAWL, common_crawl.FILES]  # its index and its files
OSCE_AT = None  # time to which copies should be nearest; None: the newest
OSCE_DISCOVER = "auto"  # ways of discovery: listing, sitemap, feed, urls, cdx
OSCE_URLS = None  # file of addresses, for the way "urls"
OSCE_LIMIT = 0  # release pages to ask for at most; 0: all
OSCE_MAX_REQUESTS = 0  # requests of any kind at most; 0: as many as it takes
OSCE_SCOPE = {"languages": ["en"]}  # and since, until, types: records outside are left out
OSCE_SLOT = "osce.org"  # the one download slot of all hosts
OSCE_PUBLIC_SLOT = "public archives"  # the one of theirs
DOWNLOAD_SLOTS = {OSCE_PUBLIC_SLOT: {"delay": 4}}  # seconds. Default {}
OSCE_PUBLIC_WAIT = 60  # seconds after a 429 of theirs that names none; who asks on is blocked
OSCE_PROGRESS = False  # draw a bar where a person watches
OSCE_ARCHIVE = False  # whether pages come from an archive, which needs no pace
OSCE_ARCHIVE_TO = None  # file to write every exchange to, as WARC
OSCE_RUN_ID = None  # id of the run, for the archive
OSCE_SOURCE = None  # the public archive that pages come from, for the archive
OSCE_CONTACT = None  # who runs the crawl, for the archive
OSCE_STATE = None  # the state of a dataset, which remembers what was read
OSCE_READ_AGAIN = False  # read the kept pages of a dataset, and look for nothing new
OSCE_REPLAY = None  # the archives that stand in for the network
