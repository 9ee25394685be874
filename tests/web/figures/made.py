"""Rows for figures, as reports might give them."""

from sayso.web.figures import Dated, Placed, Valued

HOSTILE = "</script><img src=x onerror=alert(1)>\"'<b>\u202etxet"

VALUES = [
    Valued("2020-08-04T17:20:00Z", "at least 10", "Reuters", "agency", min=10),
    Valued(
        "2020-08-04T20:05:00Z", "more than 25", "health minister Hamad Hasan", "source", min=25, source="1"
    ),
    Valued(
        "2020-08-04T20:40:00Z", "around 30", "Lebanese Red Cross", "source", 30, approximate=True, source="2"
    ),
    Valued("2020-08-05T06:10:00Z", "78", "health minister Hamad Hasan", "source", 78, source="1"),
    Valued("2020-08-05T09:30:00Z", "over 100", "Lebanese Red Cross", "source", min=100, source="2"),
    Valued("2020-08-05T09:45:00Z", "between 90 and 110", "a security official", "source", None, 90, 110),
    Valued("2020-08-05T16:00:00Z", "135", "health minister Hamad Hasan", "source", 135, source="1"),
    Valued("2020-08-06T08:00:00Z", "137", "the health ministry", "source", 137),
    Valued("2020-08-06T08:20:00Z", "dozens", "<i>a resident</i>", "source", approximate=True),
    Valued(None, "no fewer than 130", "an outlet not named", "outlet", min=130),
]
PLACED = [
    *(
        Placed(f"The blast killed at least {60 + n}", "Beirut", "occurred", 33.8933, 35.5016)
        for n in range(9)
    ),
    Placed("Residents fled the port district", "Tripoli", "occurred", 34.4367, 35.8497, "/reports/t1"),
    Placed("Protesters gathered", "Tripoli", "ongoing", 34.4367, 35.8497),
    Placed("Syria denied a strike", "Damascus", "negated", 33.5102, 36.2913),
    Placed("Field hospital to be sent", "Sidon", "planned", 33.5633, 35.3689),
    Placed("Calls for an inquiry", "Haifa", "demanded", 32.8191, 34.9983),
    Placed("Port could close", "Nicosia", "hypothetical", 35.1753, 33.3642),
    Placed(HOSTILE, "Zahle <b>", "occurred", 33.8463, 35.902, "javascript:alert(1)"),
    Placed("Troops withdrew", "Baghdad", "occurred", 33.3406, 44.4009),
    Placed("Base handed over", "Taji", "occurred", 33.5264, 44.2567),
    Placed("انسحبت القوات من المدينة", "حلب", "occurred", 36.2012, 37.1612),
    Placed("A convoy was attacked", "", "occurred"),
    Placed("Talks will resume", "the region", "planned"),
]
DATED = [
    *(
        Dated(f"2020-08-{4 + n:02d}", "occurred", count)
        for n, count in enumerate([9, 14, 11, 6, 4, 3, 5, 2, 1, 2])
    ),
    *(
        Dated(f"2020-08-{5 + n:02d}", "ongoing", count)
        for n, count in enumerate([3, 4, 4, 3, 0, 2, 1])
        if count
    ),
    Dated("2020-08-06", "planned", 3),
    Dated("2020-08-11", "planned", 2),
    Dated("2020-08-05", "demanded", 4),
    Dated("2020-08-08", "demanded", 5),
    Dated("2020-08-07", "negated", 2),
    Dated("2020-08-09", "hypothetical", 1),
    Dated(None, "occurred", 7),
]
