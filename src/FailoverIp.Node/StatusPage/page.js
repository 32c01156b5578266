(() => {
  'use strict';
  const main = document.querySelector('main'), live = document.getElementById('live'), heard = document.getElementById('heard');

  const ago = seconds => {
    const step = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']].find(([length]) => seconds >= length);
    return step ? `${Math.floor(seconds / step[0])} ${step[1]} ago` : 'just now';
  };
  // The node's clock counts, not the reader's: what is ten seconds old there is so here.
  const skew = Date.parse(document.body.dataset.now) - Date.now();
  const times = root => root.querySelectorAll('time').forEach(t => {
    const seconds = (Date.now() + skew - Date.parse(t.dateTime)) / 1000;
    if (seconds < 7 * 86400) t.textContent = ago(Math.max(0, seconds));
  });

  const opened = root => new Set([...root.querySelectorAll('details[open]')].map(d => d.dataset.key));
  const reopen = (root, keys) => root.querySelectorAll('details').forEach(d => { if (keys.has(d.dataset.key)) d.open = true; });
  const say = (before, after) => {
    if (after.dataset.state && before.dataset.state !== after.dataset.state) heard.textContent = `${after.dataset.name} is ${after.dataset.state}`;
  };

  const patch = markup => {
    const template = document.createElement('template');
    template.innerHTML = markup;
    const after = template.content.firstElementChild, before = document.getElementById(after.id);
    if (!before) return;
    const focus = before.contains(document.activeElement) && document.activeElement.closest('details')?.dataset.key;
    reopen(after, opened(before));
    times(after);
    say(before, after);
    before.replaceWith(after);
    if (focus) after.querySelector(`details[data-key="${CSS.escape(focus)}"] summary`)?.focus();
  };
  const replace = markup => {
    const keys = opened(main);
    main.innerHTML = markup;
    reopen(main, keys);
    times(main);
  };
  const tell = (state, text) => { live.dataset.live = state; live.textContent = text; };

  times(document);
  setInterval(() => times(document), 1000);
  const query = new URLSearchParams(location.search);
  query.delete('token');
  query.set('seen', document.body.dataset.version);
  const events = new EventSource(`events?${query}`);
  events.onopen = () => tell('on', 'Live');
  events.onerror = () => {
    tell('off', 'Not connected, trying again');
    // A listener too many, or a token no longer good: the browser gives up for good then, and a page is as fresh as its last reading.
    if (events.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 15000);
  };
  events.addEventListener('title', e => { document.title = e.data; });
  events.addEventListener('patch', e => patch(e.data));
  events.addEventListener('page', e => replace(e.data));
})();
