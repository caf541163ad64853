/**
 * Runs before the first paint. It applies the reader's choice of theme, and marks that scripts run, which shows the controls
 * that need one, until the site's script turns out not to come. The same goes for push messages, which not every browser has. It
 * also decides whether Inter is worth its 48 KB. On a fast connection it tells the browser to fetch the font now and to hold the
 * paint for it, so that no text is ever set twice. Where a round trip takes 150 ms or more (as the browser
 * estimates it, or as connecting took, or else the first byte), or the reader saves data, the fallback with the same metrics
 * stays (globals.css): holding the paint for the font would cost 0.6 s there (measured).
 *
 * The Content-Security-Policy knows the script by its hash (lib/web/policy/inline-scripts.ts), so it must not contain anything
 * of a request or of a build: the font's address is in the style sheet.
 */
const SCRIPT = `(function(d){
d.dataset.scripted='';
if('serviceWorker'in navigator)d.dataset.pushes='';
addEventListener('error',function(e){if(e.target.type==='module')delete d.dataset.scripted},true);
try{var t=localStorage.getItem('theme');if(t==='light'||t==='dark')d.dataset.theme=t}catch(e){}
try{
var c=navigator.connection||{},n=performance.getEntriesByType('navigation')[0]||{},
trip=Math.max(c.rtt||0,(n.secureConnectionStart||n.connectEnd)-n.connectStart||0)||n.responseStart-n.requestStart;
if(c.saveData||trip>=150){d.dataset.lean='';return}
for(var s of document.styleSheets)for(var r of s.cssRules){
var m=r instanceof CSSFontFaceRule&&/url\\("([^"]*latin_wght[^"]*)"/.exec(r.cssText);
if(m){var l=document.createElement('link');l.rel='preload';l.as='font';l.crossOrigin='';l.href=new URL(m[1],s.href||d.baseURI).href;document.head.append(l)}
}}catch(e){}
})(document.documentElement)`

export function ThemeScript() {
  return <script data-inline="theme">{SCRIPT}</script>
}
