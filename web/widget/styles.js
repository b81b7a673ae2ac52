const MESSAGE = `
.said { position: relative; flex: 1; min-height: 0; display: flex; }
.scroller { flex: 1; min-width: 0; overflow-y: auto; overscroll-behavior: contain; scrollbar-width: thin; scrollbar-color: var(--_line) transparent; padding: 18px 20px 8px; }
.log:focus-visible { outline-offset: 6px; border-radius: 4px; }
.entry { display: flex; flex-direction: column; align-items: flex-start; margin-block-start: 4px; }
.entry.first { margin-block-start: 18px; }
.entries > :first-child { margin-block-start: 0; }
.entry.shopper { align-items: flex-end; }
.day { align-self: center; margin-block: 2px 14px; font-size: 12px; font-weight: 600; color: var(--_muted); }
.entry:not(:first-child) > .day { margin-block-start: 12px; }
.meta { margin: 0 2px 5px; font-size: 12px; line-height: 1.4; color: var(--_muted); font-variant-numeric: tabular-nums; }
.name { font-weight: 600; color: var(--_ink); margin-inline-end: 3px; }
.bubble {
  max-width: 88%; padding: 9px 14px; border-radius: 18px; background: var(--_bubble);
  white-space: pre-wrap; overflow-wrap: anywhere; text-wrap: pretty;
}
.bot .bubble, .agent .bubble { border-end-start-radius: 6px; }
.agent .bubble { background: none; box-shadow: inset 0 0 0 1px color-mix(in srgb, var(--_ink) 30%, var(--_paper)); }
.shopper .bubble { background: var(--_accent); color: var(--_on-accent); border-end-end-radius: 6px; }
.shopper .bubble a:focus-visible { outline-color: var(--_on-accent); }
.shopper[data-state="failed"] .bubble { background: none; color: var(--_ink); box-shadow: inset 0 0 0 1.5px var(--_danger); }
.system { align-items: center; }
.system .bubble { background: none; padding: 6px 12px; font-size: 13px; line-height: 1.45; color: var(--_muted); text-align: center; }
.welcome .bubble { max-width: 100%; }
.state { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: flex-end; gap: 2px 10px; margin: 4px 2px 0; max-width: 88%; font-size: 12px; color: var(--_muted); }
[data-state="sending"] > .state { animation: later 0s 1.2s both; }
[data-state="failed"] > .state { color: var(--_danger); font-size: 13px; }
.state .text { color: var(--_ink); }

.cards { display: grid; gap: 8px; width: 100%; margin-block-start: 6px; }
.cards:first-child { margin-block-start: 0; }
.cards.row {
  display: flex; gap: 10px; width: calc(100% + 40px); margin-inline: -20px; padding: 2px 20px 10px;
  overflow-x: auto; scroll-snap-type: x proximity; scroll-padding-inline: 20px; scrollbar-width: thin; scrollbar-color: var(--_line) transparent;
}
.cards.row > .card { flex: 0 0 214px; scroll-snap-align: start; }
.cards.row:focus-visible { outline-offset: -2px; }
.card { overflow: hidden; border: 1px solid var(--_line); border-radius: 16px; background: var(--_paper); display: flex; flex-direction: column; }
.card img { display: block; width: 100%; aspect-ratio: 4 / 3; object-fit: cover; background: var(--_bubble); }
.body { display: flex; flex-direction: column; flex: 1; padding: 13px 15px 14px; }
h3 { font-size: 15px; font-weight: 650; line-height: 1.35; letter-spacing: -.005em; overflow-wrap: anywhere; }
.subtitle { font-size: 14px; line-height: 1.45; color: var(--_muted); overflow-wrap: anywhere; }
dl { margin-block-start: 9px; font-size: 13.5px; line-height: 1.45; }
dl > div { display: flex; justify-content: space-between; gap: 16px; padding: 5px 0; border-block-start: 1px solid var(--_line); }
dt { color: var(--_muted); flex: none; max-width: 50%; }
dd { text-align: end; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.card a {
  display: inline-flex; align-items: center; gap: 4px; align-self: flex-start; min-height: 24px; margin-block-start: auto; padding-block-start: 8px;
  font-size: 14px; font-weight: 600;
}
.card a .icon { width: 16px; height: 16px; }

.choices { display: flex; flex-wrap: wrap; gap: 8px; margin-block-start: 14px; }
.choices:empty { display: none; }
.choice {
  display: inline-flex; align-items: center; min-height: 36px; max-width: 100%; padding: 6px 15px; border-radius: 18px;
  font-size: 14px; font-weight: 500; line-height: 1.4; text-align: start;
  border: 1px solid color-mix(in srgb, var(--_ink) 34%, var(--_paper)); background: var(--_paper); transition: background .15s, border-color .15s;
}
.choice:hover { background: var(--_bubble); border-color: var(--_ink); }

.typing { margin-block-start: 14px; }
.typing .bubble { display: flex; gap: 4px; padding: 14px; }
.typing i { width: 6px; height: 6px; border-radius: 50%; background: var(--_muted); animation: breathe 1.2s infinite; }
.typing i:nth-child(2) { animation-delay: .15s; }
.typing i:nth-child(3) { animation-delay: .3s; }
@keyframes breathe { 0%, 60%, 100% { opacity: .35; } 30% { opacity: 1; transform: translateY(-2px); } }
.latest {
  position: absolute; inset-block-end: 8px; inset-inline-start: calc(50% - 18px); width: 36px; height: 36px; border-radius: 50%;
  display: grid; place-items: center; background: var(--_paper); box-shadow: var(--_shadow);
}
@media (pointer: coarse) { .choice { min-height: 44px; border-radius: 22px; } }
`;

const DARK = `
  --_paper: var(--aisle-paper, #161918);
  --_bubble: var(--aisle-bubble, #232827);
  --_ink: var(--aisle-ink, #edf1ef);
  --_muted: var(--aisle-muted, #a3ada8);
  --_line: var(--aisle-line, #313836);
  --_accent: var(--aisle-accent-dark, var(--aisle-accent, #1d7466));
  --_on-accent: var(--aisle-on-accent-dark, var(--aisle-on-accent, #fff));
  --_danger: #ffb4a9;
  --_shadow: 0 0 0 1px #ffffff14, 0 24px 64px #0009;
  color-scheme: dark;
`;

const TOKENS = `
:host {
  display: contents;
  --_paper: var(--aisle-paper, #fff);
  --_bubble: var(--aisle-bubble, #f2f4f3);
  --_ink: var(--aisle-ink, #17201d);
  --_muted: var(--aisle-muted, #5a6661);
  --_line: var(--aisle-line, #e3e8e5);
  --_accent: var(--aisle-accent, #0f5c50);
  --_on-accent: var(--aisle-on-accent, #fff);
  --_danger: #a8291b;
  --_shadow: 0 0 0 1px #0f1f1a0d, 0 4px 12px #0f1f1a0f, 0 24px 64px #0f1f1a2e;
  --_radius: var(--aisle-radius, 20px);
  --_block: var(--aisle-inset-block, 20px);
  --_inline: var(--aisle-inset-inline, 20px);
  color-scheme: light;
}
@media (prefers-color-scheme: dark) { :host(:not([theme="light"])) { ${DARK} } }
:host([theme="dark"]) { ${DARK} }
:host([hidden]) { display: none; }
@media print { :host { display: none; } }
`;

const BASE = `
.root {
  all: initial;
  font: 400 15px/1.5 var(--aisle-font, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif);
  color: var(--_ink);
  -webkit-font-smoothing: antialiased;
  text-align: start;
}
.root *, .root ::before { box-sizing: border-box; }
[hidden] { display: none !important; }
h2, h3, p, dl, dd { margin: 0; }
button, textarea { font: inherit; color: inherit; margin: 0; }
button { border: 0; background: none; padding: 0; cursor: pointer; -webkit-tap-highlight-color: transparent; touch-action: manipulation; }
a { color: inherit; text-decoration-thickness: 1px; text-underline-offset: 3px; }
:focus-visible { outline: 2px solid var(--_ink); outline-offset: 2px; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.icon { width: 20px; height: 20px; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; display: block; }
.icon-menu { stroke-width: 3; }
.plain { display: grid; place-items: center; width: 36px; height: 36px; border-radius: 50%; color: var(--_muted); transition: background .15s, color .15s; }
.plain:hover, .plain[aria-expanded="true"] { background: var(--_bubble); color: var(--_ink); }
.text { font-weight: 600; text-decoration: underline; text-underline-offset: 3px; min-height: 24px; padding: 0 2px; }
`;

const LAUNCHER = `
.launcher {
  position: fixed; z-index: var(--aisle-layer, 2147483000);
  inset-block-end: calc(var(--_block) + env(safe-area-inset-bottom)); inset-inline-end: calc(var(--_inline) + env(safe-area-inset-right));
  width: 56px; height: 56px; border-radius: 50%;
  display: grid; place-items: center;
  background: var(--_accent); color: var(--_on-accent);
  box-shadow: 0 0 0 1px #ffffff26, 0 2px 6px #0003, 0 10px 28px #0000003d;
  transition: transform .2s cubic-bezier(.2, .8, .2, 1), box-shadow .2s;
}
.launcher:hover { transform: translateY(-2px); }
.launcher:active { transform: scale(.96); }
.launcher:focus-visible { outline-offset: 3px; outline-width: 3px; }
.launcher .icon { grid-area: 1 / 1; width: 26px; height: 26px; transition: opacity .18s, transform .18s; }
.launcher[aria-expanded="false"] .icon-close, .launcher[aria-expanded="true"] .icon-chat { opacity: 0; transform: rotate(-45deg) scale(.7); }
.badge {
  position: absolute; inset-block-start: -3px; inset-inline-end: -3px; min-width: 22px; height: 22px; padding: 0 6px;
  border-radius: 11px; background: #c22f1e; color: #fff; box-shadow: 0 0 0 2px var(--_paper);
  font-size: 12px; font-weight: 650; line-height: 22px; text-align: center; font-variant-numeric: tabular-nums;
}
.badge:empty, .launcher[aria-expanded="true"] .badge { display: none; }
.covers .launcher { display: none; }
`;

const PANEL = `
.panel {
  position: fixed; z-index: var(--aisle-layer, 2147483000);
  inset-block-end: calc(var(--_block) + 72px + env(safe-area-inset-bottom)); inset-inline-end: calc(var(--_inline) + env(safe-area-inset-right));
  width: var(--aisle-width, 400px); height: min(var(--aisle-height, 700px), 100vh - var(--_block) - 92px);
  height: min(var(--aisle-height, 700px), 100dvh - var(--_block) - 92px);
  display: flex; flex-direction: column; overflow: hidden; overflow: clip;
  background: var(--_paper); border-radius: var(--_radius); box-shadow: var(--_shadow);
  transform-origin: 100% 100%;
  animation: rise .24s cubic-bezier(.2, .9, .3, 1);
}
@keyframes rise { from { opacity: 0; transform: translateY(12px) scale(.98); } }
.covers .panel {
  inset: var(--_top, 0) 0 auto 0; width: 100%; height: var(--_height, 100dvh); border-radius: 0; box-shadow: none;
  padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left);
}
header { display: flex; align-items: center; gap: 2px; padding: 14px 12px 13px 20px; border-block-end: 1px solid var(--_line); }
.who { flex: 1; min-width: 0; }
h2 { font-size: 16px; font-weight: 650; line-height: 1.3; letter-spacing: -.01em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.owner { display: flex; align-items: center; gap: 7px; font-size: 13px; line-height: 1.4; color: var(--_muted); }
.owner::before { content: ""; width: 7px; height: 7px; border-radius: 50%; background: currentColor; opacity: .55; flex: none; }
[data-owner="agent"] .owner { color: var(--_ink); }
[data-owner="agent"] .owner::before { background: #1f9d6b; opacity: 1; }
.more { position: relative; }
.menu {
  position: absolute; z-index: 2; inset-block-start: calc(100% + 4px); inset-inline-end: 0; min-width: 196px; padding: 6px;
  background: var(--_paper); border-radius: 14px; box-shadow: var(--_shadow); animation: rise .14s;
}
.menu button { display: block; width: 100%; padding: 9px 12px; border-radius: 9px; text-align: start; font-size: 14px; }
.menu button:hover, .menu button:focus-visible { background: var(--_bubble); }
.menu button:focus-visible { outline-offset: -2px; }
.notice { padding: 8px 20px; font-size: 13px; line-height: 1.4; background: var(--_bubble); color: var(--_ink); }
.notice:empty { display: none; }
.notice[data-state="connecting"] { animation: later 0s 3s both; }
@keyframes later { from { visibility: hidden; position: absolute; } }
.thumbs { display: flex; gap: 2px; margin: -6px 0 6px -8px; }
.thumbs .icon { width: 16px; height: 16px; }
.thumbs .down .icon { transform: rotate(180deg); }
.composer { padding: 12px 14px 14px; }
.box {
  display: flex; align-items: flex-end; gap: 6px; padding: 5px 5px 5px 16px;
  border: 1px solid color-mix(in srgb, var(--_ink) 52%, var(--_paper)); border-radius: 24px; background: var(--_paper); transition: border-color .15s, box-shadow .15s;
}
.box:focus-within { border-color: var(--_ink); box-shadow: 0 0 0 1px var(--_ink); }
textarea {
  flex: 1; min-width: 0; max-height: 144px; padding: 6px 0; border: 0; resize: none; background: none;
  line-height: 1.5; overflow-y: auto; scrollbar-width: thin;
}
textarea:focus-visible { outline: 0; }
textarea::placeholder { color: var(--_muted); opacity: 1; }
.send { flex: none; display: grid; place-items: center; width: 36px; height: 36px; border-radius: 50%; background: var(--_accent); color: var(--_on-accent); transition: background .15s, color .15s; }
.send[aria-disabled="true"] { background: var(--_bubble); color: var(--_muted); cursor: default; }
.length { padding: 6px 18px 0; font-size: 12px; color: var(--_muted); }
.length:empty { display: none; }
[aria-invalid="true"] { color: var(--_danger); }
.box:has([aria-invalid="true"]) + .length { color: var(--_danger); font-weight: 600; }
@media (pointer: coarse) { textarea { font-size: 16px; } .plain { width: 44px; height: 44px; } .send { width: 40px; height: 40px; } }
@media (prefers-reduced-motion: reduce) {
  .root *, .root ::before { animation-duration: 0s !important; transition: none !important; scroll-behavior: auto !important; }
}
@media (forced-colors: active) {
  .panel, .launcher, .menu, .bubble, .card, .choice, .send { border: 1px solid CanvasText; }
}
`;

/** A constructed sheet needs no `style-src` permission. */
export function styleSheet() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(TOKENS + BASE + LAUNCHER + PANEL + MESSAGE);
  return sheet;
}
