"""dateline: news reports on international affairs as records that can be checked."""
