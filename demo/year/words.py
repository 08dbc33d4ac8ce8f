"""Made-up names and matters: what petitions, sessions and plans of the sample year speak of."""

from random import Random

_KINH = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Hồ", "Phan", "Đỗ", "Trương")
_KINH_MIDDLE = ("Văn", "Thị", "Minh", "Thanh", "Hoài", "Ngọc", "Quốc", "Thu", "Đức", "Kim")
_KINH_GIVEN = (
    *("An", "Bình", "Châu", "Dũng", "Hạnh", "Hòa", "Hương", "Khánh", "Lan", "Lợi", "Mai", "Nam"),
    *("Nhân", "Phúc", "Quý", "Sơn", "Tâm", "Thảo", "Thủy", "Trí", "Tuấn", "Vân", "Xuân", "Yến"),
)
_JRAI = ("Siu", "Rơ Châm", "Ksor", "Kpă", "Rah Lan", "Rơ Mah", "Nay", "Rcom", "Puih", "Kpuih")
_JRAI_GIVEN = ("Blơ", "H'Lim", "Hlơi", "H'Nhip", "Thuyên", "H'Blê", "Jôn", "H'Yưm", "Tuih", "H'Rin")
_BAHNAR = ("Đinh", "Đinh Văn", "Đinh Thị", "Y", "A", "Hmun")
_BAHNAR_GIVEN = ("Prưk", "Hrenh", "Byưk", "Bleng", "Hlưp", "Mơih", "Thưn", "Glưn", "Bơk", "Ngưn")

_LAND = (
    "cấp giấy chứng nhận quyền sử dụng đất",
    "tranh chấp ranh giới thửa đất với hộ liền kề",
    "chậm trả kết quả hồ sơ đất đai",
    "thu hồi đất làm đường liên thôn",
    "đất rẫy nằm trong quy hoạch lâm nghiệp",
)
_PAY = (
    "đơn giá bồi thường cây trồng, vật kiến trúc",
    "bố trí tái định cư khi giải phóng mặt bằng",
    "hỗ trợ ổn định đời sống sau thu hồi đất",
    "chênh lệch diện tích kiểm đếm bồi thường",
)
_PLACE = (
    "khói bụi từ cơ sở chế biến gỗ",
    "nước thải trại chăn nuôi chảy ra suối",
    "rác thải tồn đọng trong khu dân cư",
    "tiếng ồn quá giờ của cơ sở kinh doanh",
)
_HELP = (
    "chế độ người có công",
    "trợ cấp bảo trợ xã hội hằng tháng",
    "hỗ trợ nhà ở hộ nghèo",
    "rà soát hộ nghèo, cận nghèo",
    "hỗ trợ học sinh vùng đồng bào dân tộc thiểu số",
)
_ROADS = (
    "đường thôn hư hỏng, ngập khi mưa",
    "thiếu nước sinh hoạt mùa khô",
    "đèn chiếu sáng công cộng không hoạt động",
    "kênh mương nội đồng bồi lấp",
    "điện sinh hoạt yếu giờ cao điểm",
)
_CONDUCT = (
    "thái độ tiếp dân ở bộ phận một cửa",
    "thu các khoản đóng góp chưa công khai",
    "xác nhận hồ sơ chậm, đi lại nhiều lần",
)

MATTERS = {
    "COMPLAINT": (_LAND + _PAY + _HELP, "Khiếu nại về việc"),
    "DENUNCIATION": (_CONDUCT + _PAY[2:], "Tố cáo vi phạm trong việc"),
    "RECOMMENDATION": (_ROADS + _LAND + _HELP, "Kiến nghị về việc"),
    "FEEDBACK": (_PLACE + _ROADS + _CONDUCT, "Phản ánh về việc"),
}
CONSULTED = (
    "quy hoạch sử dụng đất",
    "phương án sắp xếp thôn, tổ dân phố",
    "mức đóng góp làm đường bê tông",
    "đề án thu gom rác thải sinh hoạt",
    "nghị quyết hỗ trợ chuyển đổi cây trồng",
    "quy ước khu dân cư văn hóa",
    "phương án bảo vệ rừng cộng đồng",
)
OPINIONS = (
    "Đề nghị nêu rõ nguồn kinh phí và thời gian thực hiện.",
    "Cần bổ sung đối tượng là hộ đồng bào dân tộc thiểu số.",
    "Nhất trí với dự thảo, đề nghị sớm triển khai.",
    "Đề nghị điều chỉnh mức đóng góp cho phù hợp.",
    "Cần công khai bản đồ, danh sách tại nhà văn hóa thôn.",
    "Đề nghị phân kỳ thực hiện để người dân chuẩn bị.",
)
MODELS = {
    "ECONOMY": ("Liên kết trồng cà phê sạch", "Tổ hợp tác chăn nuôi bò", "Chuyển đổi cây trồng"),
    "CULTURE": ("Giữ nhịp cồng chiêng làng", "Nhà rông – điểm hẹn văn hóa", "Làng không tảo hôn"),
    "SOCIETY": ("Ngày thứ Bảy lắng nghe dân", "Chính quyền thân thiện", "Mái ấm cho hộ nghèo"),
    "SECURITY": ("Camera an ninh thôn", "Tổ tự quản ba không", "Làng bình yên"),
    "DEFENCE": ("Dân quân giúp dân ngày mùa", "Đường biên, mốc giới bình yên"),
    "POLITICAL_SYSTEM": ("Tiếng nói từ thôn", "Một cửa gần dân"),
}
TASKS = (
    ("D1.4", "Quán triệt văn bản của Trung ương, của tỉnh về công tác dân vận"),
    ("D2.4", "Tuyên truyền, vận động tại thôn, làng vùng đồng bào dân tộc thiểu số"),
    ("D2.7", "Xây dựng, nhân rộng mô hình “Dân vận khéo”"),
    ("D3.2", "Rút ngắn thời gian giải quyết thủ tục hành chính"),
    ("D4.4", "Kiểm tra kỷ luật, kỷ cương hành chính"),
    ("D5.1", "Nâng cao chất lượng tiếp công dân định kỳ của người đứng đầu"),
    ("D5.7", "Tổ chức hội nghị đối thoại với Nhân dân"),
    ("D5.9", "Rà soát, giải quyết đơn thư tồn đọng"),
    ("D6.1", "Công khai nội dung Nhân dân được biết, được bàn"),
    ("D7.4", "Trả lời kiến nghị sau giám sát của Mặt trận"),
    ("D2.11", "Tập huấn nghiệp vụ dân vận cho cán bộ, công chức"),
    ("D4.2", "Đánh giá trách nhiệm người đứng đầu về đạo đức công vụ"),
)
INSTRUMENTS = (
    *("KL-114-2015", "KL-43-2019", "QĐ-23-2021"),
    *("CT-33-2021", "KH-193-2019", "QĐ-400-2021"),
)
OUTREACH = (
    "vận động làm đường giao thông nông thôn",
    "phòng, chống tảo hôn và hôn nhân cận huyết thống",
    "chuyển đổi số, dịch vụ công trực tuyến",
    "bảo vệ rừng mùa khô",
    "giữ gìn vệ sinh môi trường nông thôn",
    "chính sách tín dụng cho hộ nghèo",
)
FRONT_BODIES = (
    "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "Hội Nông dân",
    "Hội Liên hiệp Phụ nữ",
    "Hội Cựu chiến binh",
    "Đoàn Thanh niên",
)


def chance(random: Random, share: float) -> bool:
    """True in that share of throws."""
    return random.random() < share


def person(random: Random, *, highland: bool) -> str:
    """A made-up name: Kinh everywhere, Jrai and Bahnar in the highland."""
    if highland and chance(random, 0.3):
        return f"{random.choice(_JRAI)} {random.choice(_JRAI_GIVEN)}"
    if highland and chance(random, 0.3):
        return f"{random.choice(_BAHNAR)} {random.choice(_BAHNAR_GIVEN)}"
    return " ".join(random.choice(part) for part in (_KINH, _KINH_MIDDLE, _KINH_GIVEN))


def matter(random: Random, kind: str, place: str) -> str:
    """What a petition is about, in one sentence."""
    matters, begins = MATTERS[kind]
    return f"{begins} {random.choice(matters)} tại {place}."


def address(random: Random, place: str, *, highland: bool) -> str:
    """A made-up address within a place."""
    word = "Làng" if highland and chance(random, 0.5) else "Thôn"
    return f"{word} {random.randint(1, 12)}, {place}, tỉnh Gia Lai"


def phone(random: Random) -> str:
    """A number that nobody has: the block is not given out."""
    return f"0000{random.randint(0, 999_999):06d}"
