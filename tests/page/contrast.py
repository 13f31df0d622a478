"""How well the texts of a page can be told from what they stand on, as WCAG 2 counts it."""

from __future__ import annotations

from typing import Any

from tests.support.browser import Browser

__all__ = ["LEAST", "weak_texts"]

LEAST = 4.5
_SCRIPT = """(least) => {
  const numbers = (colour) => colour.match(/[0-9.]+/g).map(Number);
  const light = (colour) => {
    const [red, green, blue] = numbers(colour).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (numbers(colour)[3] !== 0) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const weak = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility() || element.closest('script, style, :disabled')) continue;
    const [first, second] = [light(getComputedStyle(element).color), light(ground(element))];
    const contrast = (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    if (contrast < least) weak.push([element.textContent.trim().slice(0, 30), contrast]);
  }
  return weak;
}"""


def weak_texts(browser: Browser) -> Any:
    """Return every text that is seen and has less contrast than 4.5, with its contrast; what cannot be used does not count."""
    return browser.run(f"({_SCRIPT})({LEAST})")
