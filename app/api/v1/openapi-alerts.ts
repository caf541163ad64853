import { z } from 'zod'
import { DRY_RUN, type Method, type Operation } from './openapi-operation.ts'

/** Rules, targets and deliveries of alerts; docs/alerts.md explains them. */
export const ALERT_PATHS: Record<string, Partial<Record<Method, Operation>>> = {
  '/api/v1/alerts/rules': {
    get: {
      id: 'listAlertRules',
      tag: 'Alerts',
      summary: 'All rules by name',
      response: 'AlertRuleList',
      scope: 'read',
    },
    post: {
      id: 'createAlertRule',
      tag: 'Alerts',
      summary: 'Create a rule; a dry run is answered as that of a stored rule, and creates nothing',
      response: 'AlertRule',
      status: 201,
      scope: 'admin',
      body: 'NewAlertRule',
      parameters: [DRY_RUN],
    },
  },
  '/api/v1/alerts/rules/{rule}': {
    get: { id: 'getAlertRule', tag: 'Alerts', summary: 'One rule', response: 'AlertRule', scope: 'read' },
    patch: {
      id: 'changeAlertRule',
      tag: 'Alerts',
      summary: 'Change a rule',
      response: 'AlertRule',
      scope: 'admin',
      body: 'AlertRuleChange',
    },
    delete: {
      id: 'deleteAlertRule',
      tag: 'Alerts',
      summary: 'Delete a rule',
      response: 'nothing',
      status: 204,
      scope: 'admin',
    },
  },
  '/api/v1/alerts/rules/{rule}/dry-run': {
    get: {
      id: 'tryAlertRule',
      tag: 'Alerts',
      summary: 'What a rule would have sent over the last 30 days, by what is stored of them',
      response: 'AlertRuleDryRun',
      scope: 'read',
    },
  },
  '/api/v1/alerts/targets': {
    get: {
      id: 'listAlertTargets',
      tag: 'Alerts',
      summary: 'All targets by name, without their secrets',
      response: 'AlertTargetList',
      scope: 'read',
    },
    post: {
      id: 'addAlertTarget',
      tag: 'Alerts',
      summary: 'Add a target; the signing secret of a webhook is answered this once',
      response: 'NewAlertTargetAnswer',
      scope: 'admin',
      status: 201,
      body: 'NewAlertTarget',
    },
  },
  '/api/v1/alerts/targets/{target}': {
    get: {
      id: 'getAlertTarget',
      tag: 'Alerts',
      summary: 'One target',
      response: 'AlertTarget',
      scope: 'read',
    },
    patch: {
      id: 'changeAlertTarget',
      tag: 'Alerts',
      summary: 'Change or pause a target; a part of its address or secrets replaces all of them',
      response: 'NewAlertTargetAnswer',
      scope: 'admin',
      body: 'AlertTargetChange',
    },
    delete: {
      id: 'deleteAlertTarget',
      tag: 'Alerts',
      summary: 'Delete a target with its log',
      response: 'nothing',
      scope: 'admin',
      status: 204,
      parameters: [{ name: 'confirm', description: 'The name of the target, typed exactly.', schema: z.string() }],
    },
  },
  '/api/v1/alerts/targets/{target}/test': {
    post: {
      id: 'testAlertTarget',
      tag: 'Alerts',
      summary: 'Send a test; the delivery says what came of it',
      response: 'AlertDelivery',
      scope: 'admin',
      status: 202,
    },
  },
  '/api/v1/alerts/targets/{target}/rotate': {
    post: {
      id: 'rotateAlertTarget',
      tag: 'Alerts',
      summary: 'Replace the signing secret of a webhook; the former one signs too for a day',
      response: 'NewAlertTargetAnswer',
      scope: 'admin',
    },
  },
  '/api/v1/alerts/targets/{target}/enable': {
    post: {
      id: 'enableAlertTarget',
      tag: 'Alerts',
      summary: 'Use a target again that was disabled after failures',
      response: 'AlertTarget',
      scope: 'admin',
    },
  },
  '/api/v1/alerts/targets/{target}/deliveries': {
    get: {
      id: 'listAlertDeliveries',
      tag: 'Alerts',
      summary: 'The log of a target, newest first',
      response: 'AlertDeliveryList',
      scope: 'read',
      parameters: [
        { name: 'cursor', description: '`nextCursor` of the previous page.', schema: z.string() },
        { name: 'limit', description: 'Deliveries per page.', schema: z.int().min(1).max(200).default(50) },
      ],
    },
  },
  '/api/v1/alerts/deliveries/{delivery}': {
    get: {
      id: 'getAlertDelivery',
      tag: 'Alerts',
      summary: 'One delivery, with what was sent and answered',
      response: 'AlertDelivery',
      scope: 'read',
    },
  },
  '/api/v1/alerts/deliveries/{delivery}/replay': {
    post: {
      id: 'replayAlertDelivery',
      tag: 'Alerts',
      summary: 'Send a message again, under its former id',
      response: 'AlertDelivery',
      scope: 'admin',
      status: 202,
    },
  },
}
