// SPDX-License-Identifier: GPL-3.0-or-later
// Markdown with front matter, and how its parts look: in the page's own colours, light and dark.
import { markdownLanguage } from '@codemirror/lang-markdown';
import { yamlFrontmatter } from '@codemirror/lang-yaml';
import { HighlightStyle, LanguageSupport, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { StyleModule } from 'style-mod';

// CodeMirror brings its styles as <style>, which the page's policy refuses. Sheets that a script makes
// are no markup, and it allows them; they are few, and made anew when there is one more.
const mounted: StyleModule[] = [];
let sheet: CSSStyleSheet | null = null;

StyleModule.mount = (_root, modules) => {
  const more = (Array.isArray(modules) ? modules : [modules]).filter((one) => !mounted.includes(one));
  if (more.length === 0) return;
  mounted.push(...more);
  if (!sheet) {
    sheet = new CSSStyleSheet();
    document.adoptedStyleSheets.push(sheet);
  }
  sheet.replaceSync(mounted.map((one) => one.getRules()).join('\n'));
};

const look = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--surface)', color: 'var(--text)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'ui-monospace, "DejaVu Sans Mono", monospace', fontSize: '.9375rem', lineHeight: '1.55' },
  '.cm-content': { padding: '.5rem 0', caretColor: 'var(--text)' },
  '.cm-cursor, .cm-dropCursor': { borderInlineStartColor: 'var(--text)' },
  '.cm-gutters': { backgroundColor: 'var(--ground)', color: 'var(--muted)', border: 'none', borderInlineEnd: '1px solid var(--line)' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--accent) 6%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--sunk)', color: 'var(--text)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'color-mix(in srgb, var(--accent) 28%, var(--surface))' },
  '.cm-tooltip': { border: '1px solid var(--line)', borderRadius: 'var(--radius)', backgroundColor: 'var(--surface)', color: 'var(--text)', boxShadow: '0 .5rem 1.5rem rgb(0 0 0 / 18%)' },
  '.cm-tooltip-autocomplete ul li': { padding: '.15rem .5rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': { backgroundColor: 'var(--accent)', color: 'var(--surface)' },
  '.cm-tooltip-autocomplete > ul': { fontFamily: 'inherit', maxHeight: '16rem' },
  '.cm-completionDetail': { color: 'inherit', opacity: '1', fontStyle: 'normal', marginInlineStart: '.75em' },
  '.cm-completionInfo': { maxWidth: '22rem', padding: '.4rem .7rem' },
  '.cm-help, .cm-diagnostic': { maxWidth: '28rem', padding: '.4rem .7rem' },
  '.cm-help': { margin: '0' },
  '.cm-diagnostic': { whiteSpace: 'pre-line' },
  '.cm-diagnostic-error': { borderInlineStart: '4px solid var(--caution)' },
  '.cm-diagnostic-warning': { borderInlineStart: '4px solid var(--warn)' },
  '.cm-diagnostic-info': { borderInlineStart: '4px solid var(--accent)' },
  '.cm-panels': { backgroundColor: 'var(--ground)', color: 'var(--text)', borderColor: 'var(--line)' },
  '.cm-panel.cm-search': { padding: '.5rem', font: 'inherit' },
  '.cm-textfield, .cm-button': { border: '1px solid var(--muted)', borderRadius: 'var(--radius)', background: 'var(--surface)', color: 'var(--text)', font: 'inherit' },
  '.cm-searchMatch': { backgroundColor: 'var(--mark)' },
  '.cm-placeholder': { color: 'var(--muted)' },
});

const colours = HighlightStyle.define([
  { tag: tags.heading, fontWeight: '700' },
  { tag: tags.strong, fontWeight: '700' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: [tags.link, tags.url], color: 'var(--accent)' },
  { tag: tags.monospace, color: 'var(--internal)' },
  { tag: [tags.processingInstruction, tags.contentSeparator, tags.meta, tags.comment, tags.punctuation, tags.separator, tags.bracket], color: 'var(--muted)' },
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--accent)', fontWeight: '600' },
  { tag: tags.string, color: 'var(--customer)' },
  { tag: tags.quote, color: 'var(--text)' },
]);

/** Without the HTML that the package would bring along: raw HTML is no part of an article. */
export const articleLanguage = () => [yamlFrontmatter({ content: new LanguageSupport(markdownLanguage) }), syntaxHighlighting(colours), look];
