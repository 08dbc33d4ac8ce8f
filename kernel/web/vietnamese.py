"""The messages of marshmallow and webargs, said in Vietnamese.

They are translated where an answer is made, not inside marshmallow: schemas are built when modules
are imported and copy their messages then, and a library's classes are not ours to change. Messages
that are already Vietnamese (a schema's own) pass through.
"""

import re
from functools import cache

CATALOGUE: dict[str, str] = {
    # marshmallow.fields
    "Missing data for required field.": "Vui lòng nhập mục này.",
    "Field may not be null.": "Mục này không được để trống.",
    "Invalid value.": "Giá trị không hợp lệ.",
    "Invalid type.": "Kiểu dữ liệu không đúng.",
    "Not a valid list.": "Phải là một danh sách.",
    "Not a valid tuple.": "Phải là một danh sách có số phần tử cố định.",
    "Not a valid string.": "Phải là văn bản.",
    "Not a valid utf-8 string.": "Văn bản không đúng bảng mã UTF-8.",
    "Not a valid UUID.": "Mã định danh không hợp lệ.",
    "Not a valid number.": "Phải là một số.",
    "Number too large.": "Số quá lớn.",
    "Not a valid integer.": "Phải là số nguyên.",
    "Special numeric values (nan or infinity) are not permitted.": "Phải là một số xác định.",
    "Not a valid boolean.": "Chỉ nhận giá trị có hoặc không.",
    "Not a valid datetime.": "Ngày giờ không hợp lệ.",
    "Not a valid time.": "Giờ không hợp lệ.",
    "Not a valid date.": "Ngày không hợp lệ.",
    "Not a valid naive datetime.": "Ngày giờ không được kèm múi giờ.",
    "Not a valid aware datetime.": "Ngày giờ phải kèm múi giờ.",
    '"{input}" cannot be formatted as a datetime.': "Ngày giờ không đúng định dạng.",
    '"{input}" cannot be formatted as a time.': "Giờ không đúng định dạng.",
    '"{input}" cannot be formatted as a date.': "Ngày không đúng định dạng.",
    "Not a valid period of time.": "Khoảng thời gian không hợp lệ.",
    "{input} cannot be formatted as a timedelta.": "Khoảng thời gian không đúng định dạng.",
    "Not a valid mapping type.": "Phải là một nhóm các cặp tên và giá trị.",
    "Not a valid URL.": "Địa chỉ web không hợp lệ.",
    "Not a valid email address.": "Địa chỉ thư điện tử không hợp lệ.",
    "Not a valid IP address.": "Địa chỉ IP không hợp lệ.",
    "Not a valid IPv4 address.": "Địa chỉ IPv4 không hợp lệ.",
    "Not a valid IPv6 address.": "Địa chỉ IPv6 không hợp lệ.",
    "Not a valid IP interface.": "Địa chỉ mạng IP không hợp lệ.",
    "Not a valid IPv4 interface.": "Địa chỉ mạng IPv4 không hợp lệ.",
    "Not a valid IPv6 interface.": "Địa chỉ mạng IPv6 không hợp lệ.",
    "Must be one of: {choices}.": "Chỉ nhận một trong các giá trị: {choices}.",
    # marshmallow.validate
    "Must be greater than or equal to {min}.": "Phải từ {min} trở lên.",
    "Must be greater than {min}.": "Phải lớn hơn {min}.",
    "Must be less than or equal to {max}.": "Phải không quá {max}.",
    "Must be less than {max}.": "Phải nhỏ hơn {max}.",
    "Must be greater than or equal to {min} and less than or equal to {max}.": "Phải từ {min} đến {max}.",
    "Must be greater than or equal to {min} and less than {max}.": "Phải từ {min} đến dưới {max}.",
    "Must be greater than {min} and less than or equal to {max}.": "Phải trên {min} và không quá {max}.",
    "Must be greater than {min} and less than {max}.": "Phải lớn hơn {min} và nhỏ hơn {max}.",
    "Shorter than minimum length {min}.": "Quá ngắn, tối thiểu là {min}.",
    "Longer than maximum length {max}.": "Quá dài, tối đa là {max}.",
    "Length must be between {min} and {max}.": "Độ dài phải từ {min} đến {max}.",
    "Length must be {equal}.": "Độ dài phải đúng {equal}.",
    "Must be equal to {other}.": "Phải bằng {other}.",
    "String does not match expected pattern.": "Không đúng mẫu quy định.",
    "Invalid input.": "Giá trị không hợp lệ.",
    "One or more of the choices you made was not in: {choices}.": "Chỉ được chọn trong các giá trị: {choices}.",
    "One or more of the choices you made was in: {values}.": "Không được chọn các giá trị: {values}.",
    # marshmallow.schema
    "Invalid input type.": "Kiểu dữ liệu gửi lên không đúng.",
    "Unknown field.": "Mục này không có trong biểu mẫu.",
    # webargs
    "Invalid JSON body.": "Nội dung gửi lên không phải JSON hợp lệ.",
}


def translate(message: str) -> str:
    """The Vietnamese sentence for a library's message; any other message as it is."""
    if message in CATALOGUE:
        return CATALOGUE[message]
    for pattern, sentence in _patterns():
        if found := pattern.fullmatch(message):
            return sentence.format(**found.groupdict())
    return message


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Templates with values in them, the longest first, so that a short one never swallows a long one."""
    with_values = sorted((one for one in CATALOGUE if "{" in one), key=len, reverse=True)
    return [(_pattern(one), CATALOGUE[one]) for one in with_values]


def _pattern(template: str) -> re.Pattern[str]:
    escaped = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(template))
    return re.compile(escaped, re.DOTALL)
