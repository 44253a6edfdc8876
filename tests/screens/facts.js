// What can be said of an element that shows what a cell has shown.
(area) => {
  const signs = /^[·▶▪■↻□✗\s]+$/;

  const parse = (color) => {
    const numbers = color.match(/[\d.]+(e-?\d+)?/g).map(Number);
    const scale = color.startsWith('color(') ? 255 : 1;
    return { rgb: numbers.slice(0, 3).map((n) => n * scale), alpha: numbers.length > 3 ? numbers[3] : 1 };
  };
  const over = (upper, lower) => upper.rgb.map((n, i) => n * upper.alpha + lower[i] * (1 - upper.alpha));
  const background = (element) => {
    if (!element) return [255, 255, 255];
    const own = parse(getComputedStyle(element).backgroundColor);
    return own.alpha === 1 ? own.rgb : over(own, background(element.parentElement));
  };
  // The relative luminance of the Web Content Accessibility Guidelines.
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((n) => n / 255).map((n) => (n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (element) => {
    const behind = background(element);
    const [light, dark] = [luminance(over(parse(getComputedStyle(element).color), behind)), luminance(behind)]
      .sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  // The colours of a stack trace are those of the kernel and of the front end.
  const isTheirs = (element) => element.closest('[data-mime-type="application/vnd.jupyter.error"], [class*="ansi-"]');

  const pale = [];
  const texts = document.createTreeWalker(area, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.textContent.trim();
    const element = texts.currentNode.parentElement;
    if (!text || !element.checkVisibility() || isTheirs(element) || element.closest('.jp-OutputPrompt')) continue;
    const ratio = contrast(element);
    if (ratio < (signs.test(text) ? 3 : 4.5)) pale.push(`"${text.slice(0, 40)}" (${ratio.toFixed(2)})`);
  }

  const isScrolled = (element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
  const right = area.getBoundingClientRect().left + area.clientWidth + 1;
  const outside = [];
  const scrolled = [];
  for (const element of area.querySelectorAll('*')) {
    if (!element.checkVisibility()) continue;
    if (isScrolled(element) && element.scrollWidth > element.clientWidth + 1) {
      scrolled.push(`${element.tagName} by ${element.scrollWidth - element.clientWidth} px`);
    }
    if (element.getBoundingClientRect().right <= right) continue;
    let around = element.parentElement;
    while (around !== area && !isScrolled(around)) around = around.parentElement;
    if (around === area) outside.push(`${element.tagName} "${element.textContent.slice(0, 40)}"`);
  }
  return {
    text: area.innerText.replace(/\s+/g, ' '),
    scripts: area.querySelectorAll('script').length,
    pale,
    outside,
    scrolled,
  };
}
