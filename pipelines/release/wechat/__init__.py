"""A copy for the WeChat account: made into files, sent to the platform, remembered."""
