"""How a template says which one it is: names of sheets, and what stands in the hidden one."""

SHEET = "填写"
HELP = "说明"
LISTS = "选项"
MARKS = "模板信息"
# Above the header: what the sheet is, how to fill it in, then units and duties of each column.
HEADER_ROW = 4
