if [ "$1" = configure ] && [ -z "$2" ]; then first_install; fi
if [ "$1" = configure ] && [ -n "$2" ]; then upgraded; fi
