"""Papers as officials know them: NĐ 30/2020/NĐ-CP, Phụ lục I, as Word to edit and as PDF to keep.

Say what stands in a paper with the words of `content`; `word.draw` and `pdf.draw` draw it, the same bytes for the
same paper. Both bring heavy libraries: import them where something is drawn.
"""
