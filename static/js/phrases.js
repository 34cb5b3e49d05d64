// 常用意见: a sentence that is chosen goes into the text beside it, where it can be put otherwise.
export function offerPhrases() {
  document.querySelectorAll("select[data-phrases]").forEach((select) => {
    select.addEventListener("change", () => {
      const text = select.form.elements[select.dataset.phrases];
      if (!select.value) return;
      text.value = text.value.trim() ? `${text.value.trim()}${select.value}` : select.value;
      select.value = "";
      text.focus();
    });
  });
}
