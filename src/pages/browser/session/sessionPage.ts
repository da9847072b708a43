import type { TemplateResult } from 'lit';
import type { HostMessage, PanelMessage } from '../../protocol/sessionMessages.ts';
import type { PanelModel } from '../../protocol/sessionModel.ts';
import { type KeptState, keptState } from '../keptState.ts';
import { Page } from '../page.ts';
import { adoptStyles, announce } from '../pageElements.ts';
import { pageStyles } from '../styles.ts';
import { drawSessionPage } from './drawSessionPage.ts';

adoptStyles([pageStyles]);

const page = new Page<PanelModel, KeptState, PanelMessage>({ readState: keptState, draw });

function draw(model: PanelModel): TemplateResult {
  const { words, locale } = model;
  return drawSessionPage({ ...page.drawing, words, locale, send: page.send }, model);
}

function show(model: PanelModel): void {
  const before = page.show(model);
  if (before?.session === undefined && model.session !== undefined) {
    page.scrollBack();
  }
  if (before?.session !== undefined && model.readAt !== undefined && model.readAt !== before.readAt) {
    announce(model.words.refreshed);
  } else if (model.busy !== undefined && before?.busy === undefined) {
    announce(model.busy);
  }
}

page.start<HostMessage>((message) => {
  if (message.type === 'show') {
    show(message.model);
  }
});
