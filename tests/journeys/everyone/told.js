// How a page is built: what is wrong with headings, landmarks, references, help. An array of sentences.
() => {
    const wrong = [];
    const seen = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
        .filter(one => one.checkVisibility({visibilityProperty: true}));
    const levels = seen.map(one => Number(one.localName[1]));
    if (levels.filter(level => level === 1).length !== 1) wrong.push(`${levels.filter(level => level === 1).length} headings of level 1`);
    levels.slice(1).forEach((level, at) => {
        if (level > levels[at] + 1) wrong.push(`heading “${seen[at + 1].textContent.trim()}” skips a level`);
    });
    seen.filter(one => !one.textContent.trim()).forEach(one => wrong.push(`an empty ${one.localName}`));
    for (const kind of ["main", "body > header", "body > footer"])
        if (document.querySelectorAll(kind).length !== 1) wrong.push(`not one ${kind}`);
    const ids = [...document.querySelectorAll("[id]")].map(one => one.id);
    for (const id of new Set(ids.filter((one, at) => ids.indexOf(one) !== at))) wrong.push(`two have the id ${id}`);
    for (const name of ["aria-describedby", "aria-labelledby", "aria-controls", "aria-errormessage", "aria-owns", "for"])
        for (const one of document.querySelectorAll(`[${name}]`))
            for (const id of one.getAttribute(name).split(/\s+/).filter(Boolean))
                if (!document.getElementById(id)) wrong.push(`${one.localName} names #${id} as ${name}, which is nowhere`);
    for (const one of document.querySelectorAll("[aria-invalid=true]"))
        if (!one.getAttribute("aria-describedby") && !one.getAttribute("aria-errormessage"))
            wrong.push(`${one.name} is wrong, and nothing says why`);
    for (const one of document.querySelectorAll("main a[href^='#']"))
        if (one.hash.length > 1 && !document.getElementById(decodeURIComponent(one.hash.slice(1)))) wrong.push(`a link leads to ${one.hash}, which is nowhere`);
    // Help stands at the same place on every page, and leads to the same.
    const help = [...document.querySelectorAll("body > footer .site-help a")].map(one => one.pathname.replace(/^\/[a-z]{2}(?=\/)/, ""));
    if (help.join() !== "/orders/find/,/accessibility/") wrong.push(`help is ${help.join() || "nowhere"}`);
    if (!document.documentElement.lang) wrong.push("the page has no language");
    if (document.querySelectorAll("[tabindex]:not([tabindex='0'], [tabindex='-1'])").length) wrong.push("a tabindex above 0");
    if (document.querySelectorAll("[autofocus]:not([role=alert])").length) wrong.push("something takes the focus by itself");
    return wrong;
}
