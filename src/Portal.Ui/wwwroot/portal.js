// Keys, focus, printing, copying and downloads: what a server cannot do for a page.
(() => {
  'use strict';
  const returnTo = [];
  const visible = e => !!e && e.getClientRects().length > 0 && !e.disabled;
  const topOverlay = () => [...document.querySelectorAll('[data-overlay]')].filter(visible).pop();
  const scope = () => topOverlay() || document;
  const find = key => [...scope().querySelectorAll(`[data-key="${key}"]`)].filter(visible).pop();
  const typing = e => e.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(e.tagName);
  const focusables = root => [...root.querySelectorAll('a[href],button,input,select,textarea,[tabindex]:not([tabindex="-1"])')].filter(visible);
  const system = () => matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const dress = theme => { document.documentElement.dataset.theme = theme; };
  if (!document.documentElement.dataset.theme) dress(system());
  const cookie = (name, value) => { document.cookie = `${name}=${value};path=/;max-age=31536000;samesite=lax`; };

  document.addEventListener('keydown', event => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === 'Escape') {
      const help = document.querySelector('.keys[open]');
      if (help) { help.close(); return; }
      const menu = document.querySelector('details.menu[open]');
      if (menu) { menu.open = false; menu.querySelector('summary').focus(); return; }
      const close = find('close');
      if (close) { event.preventDefault(); close.click(); } else if (typing(event.target)) event.target.blur();
      return;
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      const save = find('save');
      if (save) {
        event.preventDefault();
        if (typing(event.target)) event.target.dispatchEvent(new Event('change', { bubbles: true }));
        save.click();
      }
      return;
    }
    if (event.key === 'Tab') {
      const overlay = topOverlay();
      if (overlay && overlay.getAttribute('aria-modal') === 'true') {
        const all = focusables(overlay);
        if (!all.length) return;
        const first = all[0], last = all[all.length - 1];
        if (event.shiftKey && (document.activeElement === first || document.activeElement === overlay)) { event.preventDefault(); last.focus(); }
        else if (!event.shiftKey && document.activeElement === last) { event.preventDefault(); first.focus(); }
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === '/') {
      const search = find('search') || document.querySelector('[data-key="global-search"]');
      if (search) { event.preventDefault(); search.focus(); search.select?.(); }
    } else if (event.key === 'n' || event.key === 'e') {
      const target = find(event.key === 'n' ? 'new' : 'edit');
      if (target) { event.preventDefault(); target.click(); }
    } else if (event.key === '?') {
      const help = document.querySelector('.keys');
      if (help) { event.preventDefault(); help.showModal(); }
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && event.target.matches?.('tr[tabindex]')) {
      const next = event.key === 'ArrowDown' ? event.target.nextElementSibling : event.target.previousElementSibling;
      if (next && next.matches('tr[tabindex]')) { event.preventDefault(); next.focus(); }
    }
  });

  document.addEventListener('click', event => {
    const target = event.target.closest('[data-pick-day],[data-chart-png],[data-copy],[data-share],[data-print],[data-theme-switch],[data-keys],[data-nav]');
    document.querySelectorAll('details.menu[open]').forEach(menu => { if (!menu.contains(event.target) || event.target.closest('[data-menu-close]')) menu.open = false; });
    if (document.body.classList.contains('nav-open') && event.target.closest('.nav a, .nav-mask')) document.body.classList.remove('nav-open');
    if (!target) return;
    if (target.dataset.pickDay !== undefined) target.parentElement.querySelector('input[type=date]').showPicker();
    else if (target.dataset.chartPng !== undefined) chartPng(target.closest('.chart'), target.dataset.chartPng);
    else if (target.dataset.copy !== undefined) {
      navigator.clipboard?.writeText(target.dataset.copy);
      target.classList.add('copied');
      setTimeout(() => target.classList.remove('copied'), 1500);
    } else if (target.dataset.share !== undefined) {
      const link = { title: target.dataset.shareTitle, url: target.dataset.share };
      if (navigator.share) navigator.share(link).catch(() => { });
      else { navigator.clipboard?.writeText(link.url); target.classList.add('copied'); setTimeout(() => target.classList.remove('copied'), 1500); }
    } else if (target.dataset.print !== undefined) window.print();
    else if (target.dataset.keys !== undefined) document.querySelector('.keys')?.showModal();
    else if (target.dataset.nav !== undefined) document.body.classList.toggle('nav-open');
    else {
      const theme = document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark';
      dress(theme);
      cookie(target.dataset.themeSwitch, theme);
      fetch('/account/theme?to=' + theme).catch(() => { });
    }
  });

  // A chart as a picture: the drawing with the colours it has on the page, its title above, the names of its series below; twice the size, for paper.
  async function chartPng(chart, name) {
    const drawing = chart?.querySelector('.rz-chart svg');
    if (!drawing) return;
    const { width, height } = drawing.getBoundingClientRect();
    const copy = drawing.cloneNode(true);
    const from = drawing.querySelectorAll('*'), to = copy.querySelectorAll('*');
    from.forEach((element, index) => {
      const style = getComputedStyle(element);
      for (const property of ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'fill-opacity', 'opacity', 'font-family', 'font-size', 'font-weight', 'text-anchor', 'dominant-baseline', 'visibility', 'display']) to[index].style.setProperty(property, style.getPropertyValue(property));
    });
    copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    copy.setAttribute('width', width);
    copy.setAttribute('height', height);
    const page = getComputedStyle(chart), names = (chart.dataset.series || '').split('\n').filter(Boolean);
    const image = new Image();
    await new Promise((resolve, reject) => {
      image.onload = resolve;
      image.onerror = reject;
      image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(new XMLSerializer().serializeToString(copy));
    });
    const pad = 16, top = 44, bottom = names.length ? 32 : pad, scale = 2;
    const canvas = Object.assign(document.createElement('canvas'), { width: (width + 2 * pad) * scale, height: (height + top + bottom) * scale });
    const pen = canvas.getContext('2d');
    pen.scale(scale, scale);
    pen.fillStyle = page.backgroundColor === 'rgba(0, 0, 0, 0)' ? '#fff' : page.backgroundColor;
    pen.fillRect(0, 0, width + 2 * pad, height + top + bottom);
    pen.fillStyle = page.color;
    pen.font = `600 16px ${page.fontFamily}`;
    pen.fillText(chart.getAttribute('aria-label') || '', pad, 28);
    pen.drawImage(image, pad, top, width, height);
    pen.font = `12px ${page.fontFamily}`;
    let x = pad;
    names.forEach((text, index) => {
      pen.fillStyle = page.getPropertyValue(`--c${index % 6 + 1}`);
      pen.fillRect(x, top + height + 10, 10, 10);
      pen.fillStyle = page.color;
      pen.fillText(text, x + 15, top + height + 19);
      x += 35 + pen.measureText(text).width;
    });
    const link = Object.assign(document.createElement('a'), { href: canvas.toDataURL('image/png'), download: name });
    document.body.append(link);
    link.click();
    link.remove();
  }

  window.portal = {
    openOverlay(element, modal) {
      if (!element) return;
      returnTo.push(document.activeElement);
      const first = modal ? focusables(element).find(e => e.dataset.key !== 'close') : null;
      (element.querySelector('[autofocus]') || first || element).focus();
    },
    closeOverlay() { returnTo.pop()?.focus?.(); },
    focusError() { document.querySelector('[data-first-error], .field.invalid input, .field.invalid select')?.focus(); },
    focusSelector(selector) { document.querySelector(selector)?.focus(); },
    download(url) { const a = document.createElement('a'); a.href = url; a.download = ''; document.body.append(a); a.click(); a.remove(); },
    read(key) { try { return localStorage.getItem(key); } catch { return null; } },
    write(key, value) { try { localStorage.setItem(key, value); } catch { /* private window */ } },
    theme(name, theme) { dress(theme); cookie(name, theme); },
    print() { window.print(); },
  };

  // Passkeys need a secure page under a name: an address of numbers can have none.
  const passkeys = window.isSecureContext && window.PublicKeyCredential?.parseRequestOptionsFromJSON && /[a-z]/i.test(location.hostname);
  const showPasskeys = () => {
    document.querySelectorAll('[data-passkey-needs][hidden]').forEach(form => { form.hidden = false; });
    document.querySelectorAll('[data-passkey-missing]').forEach(text => { text.hidden = true; });
  };
  const ask = async (address, form, fields) => {
    const body = new FormData(form);
    Object.entries(fields || {}).forEach(([name, value]) => body.set(name, value));
    const answer = await fetch(address, { method: 'POST', body });
    if (!answer.ok) throw new Error(answer.status);
    return answer;
  };
  const usePasskey = async form => {
    const near = form.querySelector('[data-passkey-error]') ? form : form.parentElement;
    const errors = [...near.querySelectorAll('[data-passkey-error]')];
    const button = form.querySelector('button');
    errors.forEach(error => { error.hidden = true; });
    button.disabled = true;
    try {
      if (form.hasAttribute('data-passkey-add')) {
        const options = await (await ask('/account/passkeys/options', form)).json();
        if (options.refused) throw new Error(options.refused);
        const made = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
        await ask('/account/passkeys', form, { credential: JSON.stringify(made.toJSON()) });
        location.reload();
      } else {
        const options = PublicKeyCredential.parseRequestOptionsFromJSON(await (await ask('/account/passkeys/challenge', form)).json());
        const used = await navigator.credentials.get({ publicKey: options });
        const answer = await ask('/account/passkeys/enter', form, { credential: JSON.stringify(used.toJSON()), returnUrl: form.dataset.return || '' });
        location.assign(await answer.text());
      }
    } catch (failure) {
      (errors.find(error => error.dataset.passkeyError === failure.message) || errors[0]).hidden = false;
      button.disabled = false;
    }
  };
  document.addEventListener('submit', event => {
    if (!event.target.matches('[data-passkey-add], [data-passkey-enter]')) return;
    event.preventDefault();
    usePasskey(event.target);
  });
  if (passkeys) {
    showPasskeys();
    new MutationObserver(showPasskeys).observe(document.documentElement, { childList: true, subtree: true });
  }

  if ('serviceWorker' in navigator && document.querySelector('link[rel=manifest]')) navigator.serviceWorker.register('/service-worker.js').catch(() => { });
})();

// Signing in by a QR code: the page asks every two seconds whether it was confirmed on the other device, and then enters.
(() => {
  'use strict';
  document.addEventListener('DOMContentLoaded', () => {
    const box = document.querySelector('[data-qr-state]');
    if (!box) return;
    const show = state => box.querySelectorAll('[data-qr-part]').forEach(part => { part.hidden = part.dataset.qrPart !== state; });
    const ask = async () => {
      let state = 'waiting';
      try {
        const answer = await fetch(box.dataset.qrState, { cache: 'no-store' });
        if (answer.ok) state = (await answer.json()).state;
      } catch { /* no connection for a moment: ask again */ }
      if (state === 'waiting') { setTimeout(ask, 2000); return; }
      show(state);
      if (state === 'approved') box.querySelector('form').submit();
    };
    setTimeout(ask, 2000);
  });
})();
