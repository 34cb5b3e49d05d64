// One file on its way: name, size, how far it is, and what can be done about it.
const KB = 1024;

export class Row {
  constructor(list, file) {
    this.item = document.createElement("li");
    this.item.innerHTML =
      '<span class="upload-name"></span><small class="dim upload-size"></small>' +
      '<progress class="progress" max="100" value="0" hidden></progress>' +
      '<span class="upload-words" role="status"></span><button class="button is-small" type="button" hidden></button>';
    const [name, size, bar, words, button] = this.item.children;
    Object.assign(this, { bar, words, button, name: file.name });
    name.textContent = file.name;
    size.textContent = sizeWords(file.size);
    bar.setAttribute("aria-label", `上传进度：${file.name}`);
    list.append(this.item);
  }

  begin(cancel) {
    this.item.dataset.going = "";
    delete this.item.dataset.failed;
    this.bar.hidden = false;
    this.say("等待上传");
    this.offer("取消", cancel);
  }

  progress(sent, all) {
    const percent = Math.min(Math.floor((sent * 100) / all), 100);
    this.bar.value = percent;
    // Said in steps, so that a screen reader is not flooded.
    const words = percent < 100 ? `已传 ${percent - (percent % 10)}%` : "正在检查文件";
    if (this.words.textContent !== words) this.say(words);
  }

  done(words) {
    delete this.item.dataset.going;
    this.bar.hidden = true;
    this.say(words);
    this.item.classList.add("is-done");
    this.button.hidden = true;
  }

  failed(words, again) {
    delete this.item.dataset.going;
    this.item.dataset.failed = "";
    this.bar.hidden = true;
    this.say(words, true);
    if (again) this.offer("重试", again);
    else this.button.hidden = true;
  }

  cancelled() {
    delete this.item.dataset.going;
    this.bar.hidden = true;
    this.button.hidden = true;
    this.say("已取消");
  }

  say(words, isWrong = false) {
    this.words.textContent = words;
    this.words.classList.toggle("is-wrong", isWrong);
  }

  offer(words, act) {
    this.button.hidden = false;
    this.button.textContent = words;
    this.button.setAttribute("aria-label", `${words}：${this.name}`);
    this.button.onclick = act;
  }
}

export function sizeWords(size) {
  if (size < KB * KB) return `${Math.max(Math.round(size / KB), 1)} KB`;
  return `${(size / KB / KB).toFixed(1)} MB`;
}
