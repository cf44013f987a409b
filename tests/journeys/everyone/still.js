// What moves, glides or fades on a page, once somebody wants none of it. An array of sentences.
() => {
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
}
