"""Everything that can be wrong with a file, and how a person is told: what it is and what to do."""

from enum import StrEnum


class Fault(StrEnum):
    """One reason for a refusal; the value is what the process answers, `sentence` what the person reads."""

    DAMAGED = "damaged"
    CUT_OFF = "cut_off"
    OTHER_CONTENT = "other_content"
    HIDDEN_CONTENT = "hidden_content"
    TOO_HARD = "too_hard"
    TOO_BIG_UNPACKED = "too_big_unpacked"
    TOO_MANY_ENTRIES = "too_many_entries"
    UNSAFE_NAMES = "unsafe_names"
    ENCRYPTED = "encrypted"
    NESTED = "nested"
    MACROS = "macros"
    EMBEDDED = "embedded"
    EXTERNAL = "external"
    DYNAMIC_DATA = "dynamic_data"
    ENTITIES = "entities"
    SHEET_TOO_BIG = "sheet_too_big"
    FALSE_EXTENT = "false_extent"
    TOO_MANY_STYLES = "too_many_styles"
    TOO_MANY_TEXTS = "too_many_texts"
    NO_ROWS = "no_rows"
    ACTIVE_PDF = "active_pdf"
    ENCRYPTED_PDF = "encrypted_pdf"
    UNREADABLE_PDF = "unreadable_pdf"
    UNREADABLE_PICTURE = "unreadable_picture"
    TOO_MANY_PIXELS = "too_many_pixels"
    NOT_TEXT = "not_text"
    UNKNOWN_ENCODING = "unknown_encoding"
    NO_TEXT = "no_text"

    @property
    def sentence(self) -> str:
        """As the page says it; `{extension}` stands for the end of the name."""
        return SENTENCES[self]


SENTENCES = {
    Fault.DAMAGED: "文件已损坏，无法打开，请重新获取或用原来的程序另存后再上传。",
    Fault.CUT_OFF: "文件不完整，可能没有下载或复制完，请重新获取后再上传。",
    Fault.OTHER_CONTENT: "文件内容与扩展名“{extension}”不符，请用原来的程序另存后再上传。",
    Fault.HIDDEN_CONTENT: "文件里夹带了另一种格式的内容，请用原来的程序另存后再上传。",
    Fault.TOO_HARD: "文件在限定的时间和内存内检查不完，可能已损坏或过于复杂，请简化或另存后再上传。",
    Fault.TOO_BIG_UNPACKED: "文件解压后过大，请拆分或减少内容后再上传。",
    Fault.TOO_MANY_ENTRIES: "压缩包里的文件过多，请拆分后再上传。",
    Fault.UNSAFE_NAMES: "压缩包里有不规范或重复的文件名，请重新打包后再上传。",
    Fault.ENCRYPTED: "文件加了密码，请取消密码后再上传。",
    Fault.NESTED: "压缩包里还有压缩包，请全部解开后再上传。",
    Fault.MACROS: "文件含有宏，请另存为不含宏的格式后再上传。",
    Fault.EMBEDDED: "文件里嵌入了其他文件或控件，请删除或改为图片后再上传。",
    Fault.EXTERNAL: "文件引用了外部内容（链接的表格、图片、模板或数据连接），请断开链接后再上传。",
    Fault.DYNAMIC_DATA: "文件含有会调用其他程序或网络的公式或域，请改为数值或文字后再上传。",
    Fault.ENTITIES: "文件内部含有不允许的声明，请用 WPS 或 Excel、Word 另存后再上传。",
    Fault.SHEET_TOO_BIG: "表格过大（最多 20 万行、512 列、200 万个单元格），请拆分，或删除多余的空行空列后再上传。",
    Fault.FALSE_EXTENT: "表格标明的范围与内容不符，请删除多余的空行空列和合并单元格，另存后再上传。",
    Fault.TOO_MANY_STYLES: "表格的单元格样式过多，请把内容复制到新表格后再上传。",
    Fault.TOO_MANY_TEXTS: "表格的文字条目过多，请拆分后再上传。",
    Fault.NO_ROWS: "表格里没有内容，请填写后再上传。",
    Fault.ACTIVE_PDF: "这个 PDF 含有脚本、附件或动态表单，请用“打印”另存为普通 PDF 后再上传。",
    Fault.ENCRYPTED_PDF: "这个 PDF 加了密码或限制了权限，请用“打印”另存为普通 PDF 后再上传。",
    Fault.UNREADABLE_PDF: "这个 PDF 的结构无法检查，请用“打印”另存为普通 PDF 后再上传。",
    Fault.UNREADABLE_PICTURE: "图片无法识别，请用看图程序另存为 JPG 或 PNG 后再上传。",
    Fault.TOO_MANY_PIXELS: "图片的像素超过 1 亿，请缩小后再上传。",
    Fault.NOT_TEXT: "文件不是文本，请用原来的程序另存后再上传。",
    Fault.UNKNOWN_ENCODING: "文字编码无法识别，请另存为 UTF-8 编码后再上传。",
    Fault.NO_TEXT: "文件里没有文字，请核对后重新选择。",
}


class Refused(Exception):
    """A file that does not come in."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def demand(condition: object, fault: Fault) -> None:
    """Go on, or refuse with this fault."""
    if not condition:
        raise Refused(fault)
