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
    # wtforms
    "CSRF failed.": "Biểu mẫu không được gửi từ trang này.",
    "CSRF token expired.": "Biểu mẫu đã hết hạn. Vui lòng tải lại trang.",
    "CSRF token missing.": "Biểu mẫu thiếu mã bảo vệ. Vui lòng tải lại trang.",
    "Invalid CSRF Token.": "Mã bảo vệ của biểu mẫu không đúng. Vui lòng tải lại trang.",
    "Choices cannot be None.": "Danh sách lựa chọn trống.",
    "'%(value)s' is not a valid choice for this field.": "Giá trị “%(value)s” không có trong danh sách lựa chọn.",
    "'%(value)s' are not valid choices for this field.": "Giá trị “%(value)s” không có trong danh sách lựa chọn.",
    "Date must be at least %(min)s.": "Ngày phải từ %(min)s trở đi.",
    "Date must be at most %(max)s.": "Ngày không được sau %(max)s.",
    "Date must be between %(min)s and %(max)s.": "Ngày phải từ %(min)s đến %(max)s.",
    "Field cannot be longer than %(max)d character.": "Không quá %(max)d ký tự.",
    "Field cannot be longer than %(max)d characters.": "Không quá %(max)d ký tự.",
    "Field must be at least %(min)d character long.": "Ít nhất %(min)d ký tự.",
    "Field must be at least %(min)d characters long.": "Ít nhất %(min)d ký tự.",
    "Field must be between %(min)d and %(max)d characters long.": "Từ %(min)d đến %(max)d ký tự.",
    "Field must be equal to %(other_name)s.": "Phải giống mục %(other_name)s.",
    "Field must be exactly %(max)d character long.": "Phải đúng %(max)d ký tự.",
    "Field must be exactly %(max)d characters long.": "Phải đúng %(max)d ký tự.",
    "Invalid Choice: could not coerce.": "Lựa chọn không hợp lệ.",
    "Invalid choice(s): one or more data inputs could not be coerced.": "Có lựa chọn không hợp lệ.",
    "Invalid IP address.": "Địa chỉ IP không hợp lệ.",
    "Invalid Mac address.": "Địa chỉ MAC không hợp lệ.",
    "Invalid URL.": "Địa chỉ web không hợp lệ.",
    "Invalid UUID.": "Mã định danh không hợp lệ.",
    "Invalid email address.": "Địa chỉ thư điện tử không hợp lệ.",
    "Invalid field name '%s'.": "Không có mục “%s”.",
    "Invalid value, can't be any of: %(values)s.": "Không được là: %(values)s.",
    "Invalid value, must be one of: %(values)s.": "Chỉ nhận một trong các giá trị: %(values)s.",
    "Not a valid choice.": "Lựa chọn không hợp lệ.",
    "Not a valid date value.": "Ngày không hợp lệ.",
    "Not a valid datetime value.": "Ngày giờ không hợp lệ.",
    "Not a valid decimal value.": "Phải là một số.",
    "Not a valid float value.": "Phải là một số.",
    "Not a valid integer value.": "Phải là số nguyên.",
    "Not a valid time value.": "Giờ không hợp lệ.",
    "Not a valid week value.": "Tuần không hợp lệ.",
    "Number must be at least %(min)s.": "Số phải từ %(min)s trở lên.",
    "Number must be at most %(max)s.": "Số không được quá %(max)s.",
    "Number must be between %(min)s and %(max)s.": "Số phải từ %(min)s đến %(max)s.",
    "This field cannot be edited.": "Mục này không được sửa.",
    "This field is disabled and cannot have a value.": "Mục này không được nhập.",
    "This field is required.": "Vui lòng nhập mục này.",
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


class FormWords:
    """WTForms' own messages in Vietnamese: what its forms ask for translations."""

    def gettext(self, message: str) -> str:
        """The sentence for a message; its values are filled in afterwards."""
        return CATALOGUE.get(message, message)

    def ngettext(self, one: str, many: str, n: int) -> str:
        """The same: Vietnamese has no plural."""
        return self.gettext(one if n == 1 else many)


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Templates with values in them, the longest first, so that a short one never swallows a long one."""
    with_values = sorted((one for one in CATALOGUE if "{" in one), key=len, reverse=True)
    return [(_pattern(one), CATALOGUE[one]) for one in with_values]


def _pattern(template: str) -> re.Pattern[str]:
    escaped = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", re.escape(template))
    return re.compile(escaped, re.DOTALL)
