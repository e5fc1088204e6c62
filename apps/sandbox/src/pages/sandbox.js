// Shows new mail as it arrives. Without scripts the Refresh link does the same by hand.
const refresh = document.querySelector('[data-refresh]')
if (refresh) {
  refresh.hidden = true
  new EventSource('/arrivals').addEventListener('mail', () => {
    if (document.activeElement?.id !== 'q') location.reload()
    else refresh.hidden = false
  })
}
