if [ "$1" = 0 ]; then after_removal; fi
