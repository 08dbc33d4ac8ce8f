"""What agencies write in the sections of their report: a few sentences, varied, never of a person."""

from random import Random

from demo.year.offices import Office
from law.defaults import shipped_packs

_BEGINS = (
    "Trong năm 2026, {name} đã",
    "{name} tiếp tục",
    "Thực hiện Chỉ thị 14/CT-UBND, {name} đã",
)
_DONE = {
    "LEAD_DISSEMINATION": (
        "quán triệt các văn bản của Trung ương, của tỉnh về dân vận đến toàn thể cán bộ, công chức",
        "lồng ghép tuyên truyền văn bản về dân vận trong giao ban tháng",
    ),
    "LEAD_PLAN": (
        "ban hành kế hoạch dân vận ngay từ đầu năm, gắn với nhiệm vụ chính trị",
        "cụ thể hóa kế hoạch dân vận thành từng nhiệm vụ có thời hạn",
    ),
    "LEAD_ASSIGNMENT": (
        "phân công người đứng đầu trực tiếp phụ trách và từng công chức thực hiện",
        "giao rõ người, rõ việc, rõ thời hạn cho từng nhiệm vụ",
    ),
    "MOBILISATION": (
        "đổi mới tuyên truyền, vận động bằng tiếng phổ thông và tiếng dân tộc tại thôn, làng",
        "tuyên truyền lưu động tại vùng sâu, vùng đồng bào dân tộc thiểu số",
    ),
    "DVK_MODELS": (
        "duy trì, nhân rộng mô hình “Dân vận khéo” gắn với việc người dân quan tâm",
        "rà soát mô hình cũ, xây dựng mô hình mới phù hợp địa bàn",
    ),
    "CCHC_IMPACT": (
        "rút ngắn thời gian giải quyết hồ sơ; người dân ít phải đi lại, niềm tin được nâng lên",
        "đẩy mạnh dịch vụ công trực tuyến, nhờ đó phản ánh về thủ tục giảm rõ rệt",
    ),
    "ETHICS_HEAD": (
        "đánh giá trách nhiệm người đứng đầu trong nâng cao đạo đức công vụ",
        "gắn văn hóa công vụ với đánh giá, xếp loại người đứng đầu",
    ),
    "RECEPTION": (
        "duy trì tiếp công dân định kỳ, giải quyết đơn đúng trình tự",
        "rà soát đơn tồn hằng tháng, tập trung giải quyết vụ việc kéo dài",
    ),
    "DIALOGUE": (
        "tổ chức đối thoại với Nhân dân, trả lời ngay tại hội nghị phần lớn ý kiến",
        "công khai kết quả đối thoại tại trụ sở và nhà văn hóa thôn",
    ),
    "DEMOCRACY": (
        "công khai đầy đủ nội dung người dân được biết, được bàn, được kiểm tra",
        "lấy ý kiến Nhân dân trước khi thực hiện công trình, dự án trên địa bàn",
    ),
    "CRITICISM": (
        "gửi dự thảo lấy ý kiến cộng đồng và phản biện xã hội theo quy định",
        "tiếp thu, giải trình từng ý kiến góp ý đối với dự thảo",
    ),
    "FRONT_COORD": (
        "phối hợp Mặt trận và các tổ chức chính trị – xã hội giám sát, phản biện",
        "trả lời kiến nghị sau giám sát của Mặt trận trong thời hạn",
    ),
    "MEDIA": (
        "đăng tin, bài, phát thanh về công tác dân vận",
        "giới thiệu cách làm hay trên cổng thông tin và trạm truyền thanh",
    ),
    "ASSESSMENT": (
        "chuyển biến rõ về ý thức phục vụ Nhân dân; còn hạn chế ở khâu theo dõi, đôn đốc",
        "hoàn thành phần lớn nhiệm vụ; nguyên nhân hạn chế chủ yếu do địa bàn rộng",
    ),
    "NEXT_YEAR": (
        "xác định năm 2027 tập trung giải quyết đơn tồn và đối thoại tại cơ sở",
        "đề ra nhiệm vụ năm 2027: nâng chất lượng tiếp dân, nhân rộng mô hình hiệu quả",
    ),
    "PROPOSALS": (
        "đề nghị tỉnh tập huấn nghiệp vụ dân vận cho cấp xã",
        "kiến nghị hỗ trợ kinh phí cho mô hình ở vùng đặc biệt khó khăn",
    ),
}
_ENDS = (
    "Kết quả được Nhân dân đồng tình.",
    "Công tác phối hợp với Mặt trận được duy trì thường xuyên.",
    "Việc kiểm tra, đôn đốc được thực hiện hằng quý.",
    "Những việc còn chậm đã được nêu rõ trách nhiệm và thời hạn khắc phục.",
)


def sections(office: Office, random: Random) -> dict[str, str]:
    """The text of every section of an agency's report."""
    codes = [section.code for section in shipped_packs().report.sections]
    return {code: _text(office, random, code) for code in codes}


def _text(office: Office, random: Random, code: str) -> str:
    begins = random.choice(_BEGINS).format(name=office.name)
    return f"{begins} {random.choice(_DONE[code])}. {random.choice(_ENDS)}"
