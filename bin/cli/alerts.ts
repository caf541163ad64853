import { ALERT_OPTIONS, ruleCommands } from './alert-rules.ts'
import { TARGET_OPTIONS, targetCommands } from './alert-targets.ts'
import { type Command, readOptions, UsageError } from './command.ts'

const COMMANDS = { rules: ruleCommands, targets: targetCommands }

export const alerts: Command = {
  usage: [
    'alerts rules list',
    'alerts rules create --name NAME [--vendors SLUG,…] [--components NAME,…] [--kinds KIND,…] [--impact IMPACT] [--events EVENT,…]',
    '    [--quiet 22:00-07:00] [--zone ZONE] [--digest MINUTES] [--cool-down MINUTES] [--targets ID,…]',
    'alerts rules try --rule ID',
    'alerts rules pause | resume | delete --rule ID',
    'alerts targets list',
    'alerts targets add --name NAME --kind KIND --file FIELDS.json',
    'alerts targets edit --target ID [--name NAME] [--file CHANGES.json]',
    'alerts targets log --target ID',
    'alerts targets test | pause | resume | enable | rotate | delete --target ID',
    'alerts targets replay --delivery ID',
  ],
  async run(args, console) {
    const { values, positionals } = readOptions(alerts, args, { ...ALERT_OPTIONS, ...TARGET_OPTIONS }, [], 2)
    const [subject, verb = ''] = positionals
    const commands = subject === 'rules' || subject === 'targets' ? COMMANDS[subject] : {}
    const command = Object.hasOwn(commands, verb) ? commands[verb] : undefined
    if (command === undefined) throw new UsageError(`Usage: ${alerts.usage.join('\n       ')}`)
    return await command(values, console)
  },
}
