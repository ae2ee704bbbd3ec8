"""Pilot 1. Facts from the dispatch in our own wording; both annexes kept. What is planned is said to be planned."""

from datetime import date

from dean06.kernel.base.actor import Role
from dean06.kernel.manifest.types import (
    CaseType,
    Deadline,
    DocumentType,
    Indicator,
    PersonalData,
    Pilot,
    PilotRole,
    Reading,
    Status,
)

PILOT = Pilot(
    number=1,
    slug="p01_essential_services",
    title=(
        "Bổ sung triển khai 28 dịch vụ công thiết yếu theo Quyết định số 422/QĐ-TTg ngày 04/4/2022 của Thủ "
        "tướng Chính phủ"
    ),
    narrative_title=(
        "Bổ sung triển khai 23 dịch vụ công thiết yếu theo Quyết định số 422/QĐ-TTg của Thủ tướng Chính phủ"
    ),
    short_title="Dịch vụ công thiết yếu",
    group="I",
    narrative=Reading(
        deadline=Deadline(text="Triển khai đồng bộ theo lộ trình Đề án 06/CP"),
    ),
    table=Reading(
        lead=("Các phòng, ban, ngành, địa phương",),
        coordinate=("Cục Cảnh sát quản lý hành chính về trật tự xã hội", "Sở Thông tin và Truyền thông"),
        force=("Tổ công tác triển khai Đề án 06", "Tổ công nghệ số cộng đồng", "Các phòng, ban, ngành, địa phương"),
        deadline=Deadline(text="30/12/2023", on=date(2023, 12, 30)),
        platforms=("VNeID", "Hệ thống giải quyết TTHC tỉnh"),
    ),
    summary_vi=(
        "Người dân nộp hồ sơ dịch vụ công thiết yếu qua mạng hoặc tại bộ phận một cửa; cán bộ tiếp nhận, giải "
        "quyết, thu phí, trả kết quả đúng hạn theo lịch làm việc."
    ),
    status=Status.BUILT,
    urls="dean06.pilots.p01_essential_services.urls",
    figures="dean06.pilots.p01_essential_services.selectors:figures",
    indicators=(
        Indicator(
            code="cases_filed",
            label="Hồ sơ dịch vụ công thiết yếu đã nộp",
            unit_vi="hồ sơ",
        ),
        Indicator(
            code="cases_online",
            label="Trong đó nộp trực tuyến",
            unit_vi="hồ sơ",
        ),
        Indicator(
            code="cases_in_time",
            label="Có kết quả đúng hạn",
            unit_vi="hồ sơ",
        ),
        Indicator(
            code="services_open",
            label="Dịch vụ của Quyết định 06 nhận hồ sơ ở đây",
            unit_vi="dịch vụ",
            selector="dean06.pilots.p01_essential_services.selectors:services_open",
            target=25,
        ),
    ),
    roles=(
        PilotRole(code="applicant", title="Người nộp hồ sơ", base=Role.CITIZEN),
        PilotRole(code="counter", title="Cán bộ bộ phận một cửa", base=Role.CLERK),
        PilotRole(code="handler", title="Cán bộ thụ lý", base=Role.CLERK),
        PilotRole(code="approver", title="Người ký kết quả", base=Role.LEADER),
    ),
    case_types=(
        CaseType(code="birth_registration", title="Đăng ký khai sinh"),
        CaseType(code="death_registration", title="Đăng ký khai tử"),
        CaseType(code="marriage_registration", title="Đăng ký kết hôn"),
        CaseType(code="residence_registration", title="Đăng ký thường trú, tạm trú"),
    ),
    document_types=(
        DocumentType(code="receipt_slip", title="Giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
        DocumentType(code="birth_certificate", title="Giấy khai sinh"),
        DocumentType(code="death_extract", title="Trích lục khai tử"),
        DocumentType(code="marriage_certificate", title="Giấy chứng nhận kết hôn"),
    ),
    ports=("identity_provider", "population", "bank", "sms", "vneid_inbox"),
    personal_data=(
        PersonalData(
            field="Thông tin người nộp và nội dung tờ khai",
            purpose="Giải quyết thủ tục hành chính được yêu cầu",
            legal_basis="NĐ 118/2025/NĐ-CP; luật của từng thủ tục",
            retention="Theo thời hạn lưu trữ hồ sơ của đơn vị giải quyết",
        ),
        PersonalData(
            field="Giấy tờ đính kèm",
            purpose="Chứng minh điều kiện của thủ tục",
            legal_basis="NĐ 118/2025/NĐ-CP; NĐ 45/2020/NĐ-CP",
            retention="Theo thời hạn lưu trữ hồ sơ của đơn vị giải quyết",
        ),
    ),
)
