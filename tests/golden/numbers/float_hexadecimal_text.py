for number in [0.0, -0.0, 1.0, -1.5, 0.1, 1e300, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, float('inf'), float('nan')]:
    print(number.hex(), float.fromhex(number.hex()))
for text in ['0x1p0', '1p0', '-0x1.8p1', '0x.8', '.8', '8.', ' 0x1 ', '+0x1', '0X1P3', 'inf', '-Infinity', 'nan', '0x1p-1074', '0x1p-1075',
             '0x1.8p-1075', '0x1.fffffffffffff8p0', '0x1.fffffffffffff7p0', '0x1.00000000000008p0', '0x1.000000000000080001p0',
             '0x1.fffffffffffff7p1023', '0x1.fffffffffffff8p1023', '0x1p1024', '0x1p-99999999999999999999', '0x0p99999999999999999999',
             '0x1p99999999999999999999', '0x' + '1' * 60, '', '.', 'p1', '0x', '0xp1', '0x1p', '0x1p+', '0x1_0', 'xyz', '0x1.8.1', '0x 1']:
    try:
        print(text, float.fromhex(text))
    except (ValueError, OverflowError) as error:
        print(text, type(error).__name__, error)
