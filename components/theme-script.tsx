/**
 * Runs before the first paint: the reader's choice of theme, and a mark that scripts run, by which controls that need
 * one are shown. The Content-Security-Policy knows it by its hash, so it must not contain anything of a request.
 */
const SCRIPT = `(function(d){d.dataset.scripted='';try{var t=localStorage.getItem('theme');if(t==='light'||t==='dark')d.dataset.theme=t}catch(e){}})(document.documentElement)`

export function ThemeScript() {
  return <script data-inline="theme">{SCRIPT}</script>
}
