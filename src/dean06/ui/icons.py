"""Icons drawn for this product on a 24 x 24 grid: one stroke, round ends, always beside a word."""

ICONS: dict[str, str] = {
    "home": "M4 11 12 4l8 7M6 10v10h12V10M10 20v-6h4v6",
    "menu": "M4 7h16M4 12h16M4 17h16",
    "user": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 21c0-4 3.5-6 8-6s8 2 8 6",
    "hats": (
        "M8 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2 20c0-3.5 2.6-5.5 6-5.5s6 2 6 5.5"
        "M16 4.5a3.3 3.3 0 0 1 0 6.4M17.5 14.8c2.7.6 4.5 2.5 4.5 5.2"
    ),
    "in": "M10 4h9v16h-9M4 12h10M11 8.5 14.5 12 11 15.5",
    "out": "M14 4H5v16h9M10 12h10M16.5 8.5 20 12l-3.5 3.5",
    "search": "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M16.2 16.2 21 21",
    "calendar": "M4 6h16v14H4ZM4 10.5h16M8 3v4M16 3v4",
    "download": "M12 4v11M7.5 11 12 15.5 16.5 11M4 20h16",
    "upload": "M12 16V5M7.5 9 12 4.5 16.5 9M4 20h16",
    "file": "M6 3h8l4 4v14H6ZM14 3v5h4",
    "file-text": "M6 3h8l4 4v14H6ZM14 3v5h4M9 12h6M9 16h6",
    "check": "M4.5 12.5 10 18 20 7",
    "clock": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5.5l3.5 2",
    "alert": "M12 4 2.5 20h19ZM12 10v4.5M12 17.3v.2",
    "info": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 11v5.5M12 7.5v.2",
    "x": "M6 6l12 12M18 6 6 18",
    "chevron-right": "M9 5l7 7-7 7",
    "chevron-left": "M15 5l-7 7 7 7",
    "arrow-right": "M4 12h16M14 6l6 6-6 6",
    "plus": "M12 5v14M5 12h14",
    "edit": "M4 20h4L19 9l-4-4L4 16ZM13 7l4 4",
    "print": "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7Z",
    "inbox": "M4 13 6.5 5h11L20 13v6H4ZM4 13h5l1 2.5h4l1-2.5h5",
    "shield": "M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6ZM8.5 12l2.5 2.5 4.5-5",
    "chart": "M4 4v16h16M8 16v-4M12.5 16V8M17 16v-6",
    "list": "M9 6h11M9 12h11M9 18h11M4 6h.2M4 12h.2M4 18h.2",
    "building": "M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3",
    "link": "M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.6-5.6L12 7.3M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.6 5.6L12 16.7",
    "external": "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
    "lock": "M6 11h12v10H6ZM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11",
}
