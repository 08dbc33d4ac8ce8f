"""Words with places to fill, such as «{số đơn}»: in the forms of the law, and in an agency's own templates."""

import re
from collections.abc import Mapping

from kernel.errors import Invalid
from law.text import fold

PLACE = re.compile(r"\{([^{}]{1,60})\}")
TO_WRITE = "…………………………"
PLACES = {
    "số đơn": "Số đơn trong sổ",
    "loại đơn": "Loại đơn, chữ thường",
    "ngày nhận": "Ngày cơ quan nhận đơn",
    "ngày nhận đầu tiên": "Ngày đơn được nhận lần đầu, kể cả ở cơ quan khác",
    "người gửi": "Người gửi đơn; với tố cáo luôn để trống",
    "địa chỉ": "Địa chỉ người gửi; với tố cáo luôn để trống",
    "nội dung": "Nội dung đơn",
    "đối tượng": "Về ai, quyết định hoặc việc gì",
    "cơ quan": "Cơ quan xử lý",
    "cơ quan nhận": "Cơ quan được chuyển đơn đến",
    "ngày phân loại": "Ngày phân loại",
    "còn thiếu": "Các điều kiện còn thiếu",
    "lý do": "Lý do, nội dung hướng dẫn; với tố cáo luôn để trống",
    "ngày thụ lý": "Ngày thụ lý",
    "hạn thụ lý": "Hạn phân loại, thụ lý",
    "hạn giải quyết": "Hạn giải quyết",
    "hạn bổ sung": "Ngày hết hạn bổ sung đơn",
    "hạn lưu": "Ngày hết hạn lưu đơn",
    "hôm nay": "Ngày lập văn bản",
}
_FOLDED = {fold(name): name for name in PLACES}


class NoSuchPlace(Invalid):
    """A text has a place nobody can fill."""

    code = "no_such_place"
    title = "Không có chỗ điền “{places}”. Các chỗ điền được liệt kê dưới ô soạn."


def check_places(text: str) -> None:
    """Refuse a text with a place that cannot be filled. Raises `NoSuchPlace`."""
    unknown = [one for one in PLACE.findall(text) if fold(one) not in _FOLDED]
    if unknown:
        raise NoSuchPlace(places=", ".join(unknown))


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with what is known in its places, and room to write where nothing is. Values are taken as
    they are: a place in them is not filled."""
    return PLACE.sub(lambda met: _value(met[1], values), text)


def _value(name: str, values: Mapping[str, str]) -> str:
    return values.get(_FOLDED.get(fold(name), name)) or TO_WRITE
