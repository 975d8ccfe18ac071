{% include "smaller.js" %}
function shrunk(input) {
  return Promise.all([...input.files].map(smaller)).then(files => {
    const bag = new DataTransfer();
    files.forEach(file => bag.items.add(file));
    input.files = bag.files;
  }).catch(() => {});
}
