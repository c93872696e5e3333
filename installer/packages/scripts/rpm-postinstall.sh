if [ "$1" = 1 ]; then first_install; else upgraded; fi
