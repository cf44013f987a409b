"""A page for those whom motion makes ill: nothing moves, glides or fades once they have said so."""

from playwright.sync_api import Page

MOVES = """() => {
    const wrong = document.getAnimations().map(one => `runs: ${one.animationName || one.transitionProperty}`);
    for (const one of document.querySelectorAll("*"))
        for (const part of [null, "::before", "::after"]) {
            const {transitionDuration, animationName, scrollBehavior} = getComputedStyle(one, part);
            const called = `${one.localName}.${one.className}${part || ""}`;
            if (transitionDuration.split(",").some(time => parseFloat(time) > 0.001)) wrong.push(`${called} glides`);
            if (animationName !== "none") wrong.push(`${called} moves`);
            if (scrollBehavior === "smooth") wrong.push(`${called} scrolls by gliding`);
        }
    for (const one of document.querySelectorAll("progress:indeterminate"))
        if (getComputedStyle(one).appearance !== "none") wrong.push("a progress bar moves to and fro");
    const applying = rules => [...rules].flatMap(rule =>
        rule.media && !matchMedia(rule.media.mediaText).matches ? [] : rule.cssRules ? [rule, ...applying(rule.cssRules)] : [rule]);
    for (const sheet of document.styleSheets)
        for (const rule of applying(sheet.cssRules))
            if (rule.constructor.name === "CSSViewTransitionRule" && rule.navigation === "auto") wrong.push("pages glide into each other");
    return [...new Set(wrong)];
}"""


def faults_of(page: Page) -> list[str]:
    page.emulate_media(reduced_motion="reduce")
    wrong = page.evaluate(MOVES)
    page.emulate_media(reduced_motion="no-preference")
    return wrong
