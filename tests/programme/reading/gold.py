"""The whole truth of the real dispatch of November 2023, worked out by a person reading both annexes.

Facts only: who, when, on what, and which contradictions; no sentence of the dispatch stands here.
"""

from typing import Any

CAH, VHTT, YT = "Công an huyện", "Phòng Văn hóa - Thông tin", "Phòng Y tế"
KTHT, LD = "Phòng Kinh tế - Hạ tầng", "Phòng Lao động - Thương binh và Xã hội"
GD, TP, TNMT = "Phòng Giáo dục và Đào tạo", "Phòng Tư pháp", "Phòng Tài nguyên và Môi trường"
C06 = "Cục Cảnh sát quản lý hành chính về trật tự xã hội"
STTTT, RAR, BHXH = "Sở Thông tin và Truyền thông", "Trung tâm RAR", "Bảo hiểm xã hội huyện"
CT, CT_CP = "Tổ công tác triển khai Đề án 06", "Tổ công tác triển khai Đề án 06 Chính phủ"
CDS, CNS, BCD = "Tổ chuyển đổi số cộng đồng", "Tổ công nghệ số cộng đồng", "Ban Chỉ đạo chuyển đổi số cấp xã"
PBN, PBN_DP = "Các phòng, ban, ngành", "Các phòng, ban, ngành, địa phương"
DN, DN_VT = "Doanh nghiệp", "Các doanh nghiệp kinh doanh dịch vụ vận tải"
LQ, CQ_LQ, DV = "Các đơn vị liên quan", "Các cơ quan liên quan", "Các đơn vị"
NHCS, NHTM, NHNN = "Ngân hàng Chính sách xã hội", "Các ngân hàng thương mại", "Ngân hàng Nhà nước"
TRUONG, XA, BV = "Các trường học", "UBND các xã, thị trấn", "Các bệnh viện"
CB, CG = "Cán bộ, công chức, viên chức", "Các chuyên gia tư vấn"
DU_LICH, BEN_XE = "Các điểm du lịch, khu du lịch", "Các bến xe, nhà ga, nhà khách, trung tâm thương mại"
VP, THUE, BTC = "Văn phòng HĐND-UBND huyện", "Cơ quan quản lý thuế", "Ban Tổ chức cuộc thi"
NS_KT, CB_KT = "Nhân sự kỹ thuật các đơn vị", "Cán bộ kỹ thuật các đơn vị liên quan"

D3012 = ("fixed", "2023-12-30", "inclusive")
IN_2023 = ("period_end", "2023-12-31", "inclusive")
IN_2024 = ("period_end", "2024-12-31", "inclusive")
Q1 = ("period_end", "2024-03-31", "inclusive")
BEFORE_Q1 = ("before_period", "2024-01-01", "exclusive")
ALWAYS, EVENT, ROADMAP = ((kind, None, "inclusive") for kind in ("recurring", "event", "roadmap"))

Reading = tuple[list[str], bool, list[str], list[str], tuple[str, str | None, str] | None]
TASK_FORCE = [CT, CDS]

NARRATIVE: dict[int, Reading] = {
    1: ([], False, [], [], ROADMAP),
    2: ([CAH, PBN], False, [DN, VHTT], [CAH, PBN, CT, BCD], IN_2023),
    3: ([CAH], False, [], [], IN_2023),
    4: ([YT], False, [BV, VHTT, CAH, LQ], [CAH, VHTT, YT, DN], Q1),
    5: ([CAH], False, [LQ], [CAH, DN_VT], D3012),
    6: ([VHTT], False, [DN, STTTT, CAH], [DU_LICH, CAH, VHTT], Q1),
    7: ([KTHT], False, [DN], [BEN_XE, CAH, KTHT], Q1),
    8: ([], False, [NHCS, NHTM, CAH, LD, NHNN], [NHCS, NHTM, CAH, LD], Q1),
    9: ([GD], False, [], [TRUONG, CAH, GD], Q1),
    10: ([VHTT], False, [LQ], [CAH, VHTT], Q1),
    11: ([VHTT], False, [CAH], [VHTT, CQ_LQ], ALWAYS),
    12: ([CAH], False, [], [PBN, "UBND huyện", XA], D3012),
    13: ([CAH], False, [VHTT], [CAH, VHTT, CT, CDS], ALWAYS),
    14: ([CAH], False, [VHTT], [CAH, VHTT, CT, CDS], ALWAYS),
    15: ([CAH], False, [DN, GD, VHTT], [GD, LQ, CAH, RAR, TRUONG], Q1),
    16: ([CAH], False, [TP, VHTT], [CAH, TP, VHTT], D3012),
    17: ([CAH], False, [YT, LD, VHTT], [CAH, LD, YT, VHTT], D3012),
    18: ([VHTT], False, [DV, CAH], [CAH, VHTT, CB_KT], D3012),
    19: ([TNMT], False, [XA, CAH], [CT_CP, CDS, CAH, TNMT, VHTT], IN_2024),
    20: ([CAH], False, [PBN_DP], [BCD, CAH], D3012),
    21: ([CAH], False, [CG], [], D3012),
    22: ([], False, [], [], None),
    23: ([CAH], False, [CG], [CB, "Lực lượng vũ trang"], D3012),
}

TABLE: dict[int, Reading] = {
    1: ([PBN_DP], False, [C06, STTTT], [CT, CNS, PBN_DP], D3012),
    2: ([C06], True, [VHTT, PBN_DP, DN], TASK_FORCE, IN_2023),
    3: ([C06], True, [VHTT], TASK_FORCE, IN_2023),
    4: ([YT], False, [CAH, BHXH, YT, VHTT, DN], [YT], Q1),
    5: ([KTHT], False, [CAH, YT, VHTT], [CAH, KTHT], D3012),
    6: ([VHTT], False, [CAH, VHTT], [DN], BEFORE_Q1),
    7: ([KTHT], False, [CAH, KTHT], [DN], Q1),
    8: ([NHNN], False, [CAH, VHTT, LD], [NHCS, NHTM], Q1),
    9: ([GD], False, [CAH], [DN], Q1),
    10: ([C06], True, [VHTT], [VHTT, KTHT], Q1),
    11: ([VHTT], False, [CAH], [VHTT, CQ_LQ], ALWAYS),
    12: ([C06], True, [VHTT, CAH], [PBN], D3012),
    13: ([C06], True, [CAH, VHTT], TASK_FORCE, ALWAYS),
    14: ([C06], True, [VHTT], TASK_FORCE, ALWAYS),
    15: ([GD], False, [VHTT, NHNN, THUE], [RAR, TRUONG], Q1),
    16: ([C06], True, [VHTT, TP], TASK_FORCE, D3012),
    17: ([C06], True, [LD, YT, VHTT], TASK_FORCE, D3012),
    18: ([VHTT], False, [VP, LQ], [NS_KT], D3012),
    19: ([TNMT], False, [CAH, VHTT], TASK_FORCE, IN_2024),
    20: ([PBN], False, [CAH], TASK_FORCE, D3012),
    21: ([C06], True, [BTC], [VHTT], D3012),
    22: ([VHTT], False, [CAH], [VHTT], EVENT),
    23: ([C06], True, [VHTT], [CB], D3012),
}

TOOLS: dict[int, tuple[list[str], list[str]]] = {
    1: ([], ["VNeID", "Hệ thống giải quyết TTHC tỉnh"]),
    2: (
        ["VNeID", "CCCD gắn chip điện tử", "Phần mềm chuyên ngành chứng thực điện tử"],
        ["VNeID", "Hệ thống giải quyết TTHC tỉnh", "Phần mềm chuyên ngành chứng thực điện tử"],
    ),
    3: (["VNeID"], ["VNeID"]),
    4: (["Phần mềm quản lý bệnh viện", "Kiosk tự động hóa tại các bệnh viện"], ["Thẻ CCCD gắn chip điện tử"]),
    5: (["phần mềm ASM", "VNeID"], ["VNeID"]),
    6: (["VNeID"], ["VNeID"]),
    7: (["CCCD gắn chip điện tử", "Phần mềm quản lý vé tàu, xe"], ["Thẻ CCCD gắn chip điện tử"]),
    8: (["Hệ thống CSDLQG về DC"], ["Dữ liệu dân cư"]),
    9: (["CCCD gắn chip điện tử"], ["CCCD gắn chip điện tử"]),
    10: (["VNeID", "CCCD gắn chip điện tử"], ["VNeID", "ứng dụng số khác"]),
    11: (["văn bản chỉ đạo", "Cổng thông tin điện tử", "mạng xã hội"], ["Hệ thống giải quyết TTHC"]),
    12: ([], []),
    13: (["VNeID"], ["VNeID"]),
    14: (["VNeID", "CallCentrer"], ["VNeID"]),
    15: (["ứng dụng quản lý trường học"], ["Ứng dụng quản lý trường học"]),
    16: (["VNeID"], ["VNeID"]),
    17: (["VNeID"], ["VNeID"]),
    18: (["nền tảng tích hợp, chia sẻ dữ liệu huyện (LGSP)"], ["LGSP"]),
    19: (["VNeID", "CSDLQG về DC", "CSDLQG về đất đai"], ["VneID", "CSDLQG về DC", "CSDLQG về đất đai"]),
    20: (["CSDLQG về DC"], ["CSDLQG về DC"]),
    21: ([], []),
    22: ([], ["Trung tâm Giám sát an ninh mạng SOC"]),
    23: ([], []),
}

GROUPS = {
    "I": (3, [1, 2, 3]),
    "II": (8, [4, 5, 6, 7, 8, 9, 10]),
    "III": (7, [11, 12, 13, 14, 15, 16, 17, 18]),
    "IV": (2, [19, 20]),
    "V": (3, [21, 22, 23]),
}

_L, _M, _R, _MISS = "lead_mismatch", "lead_multiple", "lead_is_request", "lead_missing"
_LC, _LF, _CF = "lead_also_coordinator", "lead_also_force", "coordinator_also_force"
_C, _F, _T, _TITLE = "coordinator_mismatch", "force_mismatch", "tools_mismatch", "title_mismatch"
_OFF = "deadline_non_working_day"
_D, _DM = "deadline_mismatch", "deadline_missing"

CONTRADICTIONS: dict[int, set[str]] = {
    1: {_MISS, _LF, _D, _OFF, "quantity_mismatch", _TITLE},
    2: {_R, _M, _L, _LF, _C, _F, _T, _OFF},
    3: {_R, _L, _C, _OFF},
    4: {_LC, _LF, _CF, _C, _F, _T, _OFF},
    5: {_L, _LF, _CF, _C, _F, _T, _OFF},
    6: {_LC, _LF, _CF, _C, _F, _D, _TITLE, _OFF},
    7: {_LC, _LF, _C, _F, _T, _TITLE, _OFF},
    8: {_MISS, _CF, _C, _F, _T, _OFF},
    9: {_LF, _C, _F, _OFF},
    10: {_R, _L, _LF, _CF, _C, _F, _T, _OFF},
    11: {_LF, _T},
    12: {_R, _L, _C, _F, _OFF},
    13: {_R, _L, _LF, _CF, _C, _F},
    14: {_R, _L, _LF, _CF, _F, _T},
    15: {_L, _LF, _CF, _C, _F, _OFF},
    16: {_R, _L, _LF, _CF, _F, _TITLE, _OFF},
    17: {_R, _L, _LF, _CF, _F, _OFF},
    18: {_LF, _CF, _C, _F, _T, "level_mismatch", _OFF},
    19: {_LF, _CF, _C, _F, _TITLE},
    20: {_L, _LF, _C, _F, _TITLE, _OFF},
    21: {_R, _L, _C, _OFF},
    22: {_MISS, _LF, _DM, "level_mismatch"},
    23: {_R, _L, _C, _F, _OFF},
}

# (type, value first given, value against it); None where only the type counts.
DOCUMENT: list[tuple[str, Any, Any]] = [
    ("missing_number_date", None, None),
    ("group_count", 7, 8),
    ("group_count", 8, 7),
    ("symbol_mismatch", "64/KHPH-TCTĐA06/CPTW-TCTĐA06/CPHT", "64/KH-TCTĐA06/CPTW-TCTĐA06/CPHT"),
    ("date_mismatch", "2023-07-12", "2022-07-12"),
    ("symbol_mismatch", "UBND-CA", "UBND"),
    ("spelling", "ỦY BAN NHÂ DÂN", "ỦY BAN NHÂN DÂN"),
]
