if [ "$1" = remove ]; then after_removal; fi
