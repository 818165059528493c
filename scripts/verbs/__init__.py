"""The verbs of `scripts/portal`: one module each, listed here."""

VERBS: dict[str, str] = {
    "new": "start an article, a letter's reply or a portal",
    "check": "hold articles to the charter",
    "build": "build the site's pages",
    "serve": "check, build and show the site on this machine",
    "gate": "judge a proposal",
    "explain": "say whose turn it is, and why",
    "publish": "check, build, verify and release",
    "rollback": "go back to the last good release",
    "takedown": "take an article back at once",
    "wechat": "take an approved article to the WeChat account",
    "due": "say whether an embargo or an end has come due since a release",
    "patrol": "the daily round",
    "bulletin": "registers, rankings and notices of a period",
    "ledger": "ask the publication register, verify its receipts",
    "codeowners": "write or compare the hosts' CODEOWNERS files",
    "forge": "compare the Git host's settings with the charter",
    "words": "try a word against the whole archive",
    "desks": "what the desks owe: letters, accounts, patrols, drills, plans",
    "channel": "accept a self-built channel",
    "clauses": "where each clause of the regulations is enforced",
    "schema": "JSON Schema of what people write",
}
"""Every verb with its one-line help; its module has the same name."""

AWAITED = {"build", "check", "gate", "serve"}
"""Those that people wait for: they read what this machine keeps. None of them releases."""
