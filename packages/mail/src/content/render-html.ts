import { Body } from '@react-email/body'
import { Button } from '@react-email/button'
import { Container } from '@react-email/container'
import { Head } from '@react-email/head'
import { Heading } from '@react-email/heading'
import { Html } from '@react-email/html'
import { Preview } from '@react-email/preview'
import { render } from '@react-email/render'
import { Section } from '@react-email/section'
import { Text } from '@react-email/text'
import { createElement as h, Fragment, type ReactElement } from 'react'
import { look, STYLE_SHEET } from './look.ts'
import type { Block, Fact, FactGroup, MailContent } from './mail-content.ts'

// Plain Node loads no .tsx, and the worker is not built: elements are made by calls.

/** The mail as HTML, in the product's look; no picture, no script, nothing loaded from anywhere. */
export async function renderHtml(content: MailContent): Promise<string> {
  const html = await render(h(Mail, content))
  // Today's mail programs need no more than this, and no address of anybody's.
  return html.replace(/^<!DOCTYPE[^>]*>/, '<!doctype html>')
}

function Mail({ subject, preview, heading, blocks, reason, sender }: MailContent): ReactElement {
  return h(
    Html,
    { lang: 'en', dir: 'ltr' },
    h(
      Head,
      null,
      h('meta', { name: 'viewport', content: 'width=device-width' }),
      h('meta', { name: 'color-scheme', content: 'light dark' }),
      h('meta', { name: 'supported-color-schemes', content: 'light dark' }),
      h('title', null, subject),
      h('style', { dangerouslySetInnerHTML: { __html: STYLE_SHEET } }),
    ),
    h(
      Body,
      { className: 'canvas', style: look.canvas },
      h(Preview, null, preview),
      // The container is a table and says so itself, so the landmark stands around it.
      h(
        'div',
        { role: 'main' },
        h(
          Container,
          { style: look.page },
          h(Text, { className: 'ink', style: look.sender }, sender),
          h(
            Section,
            { className: 'card', style: look.card },
            h(Heading, { as: 'h1', className: 'ink', style: look.heading }, heading),
            ...blocks.map((block, index) => h(BlockView, { key: index, block })),
          ),
          h(Text, { className: 'soft', style: look.reason }, reason),
        ),
      ),
    ),
  )
}

function BlockView({ block }: { readonly block: Block }): ReactElement {
  switch (block.kind) {
    case 'paragraph':
      return h(Text, { className: 'ink', style: look.paragraph }, block.text)
    case 'note':
      return h(Text, { className: 'soft', style: look.note }, block.text)
    case 'link':
      return h(LinkView, block)
    case 'facts':
      return h(Fragment, null, ...block.groups.map((group, index) => h(GroupView, { key: index, ...group })))
  }
}

/** A button, and the address in full below it: for programs that show no buttons, and for careful readers. */
function LinkView({ label, url }: { readonly label: string; readonly url: string }): ReactElement {
  return h(
    Fragment,
    null,
    h(Button, { className: 'button', href: url, style: look.button }, label),
    h(Text, { className: 'soft', style: look.address }, url),
  )
}

function GroupView({ title, facts }: FactGroup): ReactElement {
  return h(
    'div',
    { className: 'line', style: look.group },
    h(Text, { className: 'ink', style: look.groupTitle }, title),
    h(
      'table',
      { cellPadding: 0, cellSpacing: 0, border: 0, style: look.facts },
      h('tbody', null, ...facts.map((fact, index) => h(FactView, { key: index, ...fact }))),
    ),
  )
}

function FactView({ label, value, aside }: Fact): ReactElement {
  return h(
    'tr',
    null,
    h('th', { scope: 'row', className: 'soft', align: 'left', style: look.label }, label),
    h(
      'td',
      { className: 'ink', style: look.value },
      value,
      ...(aside === undefined
        ? []
        : [h('br', { key: 'br' }), h('span', { key: 'aside', className: 'soft', style: look.aside }, aside)]),
    ),
  )
}
