/* gamma() and lgamma(), by Lanczos's approximation with the 13 coefficients that
 * Boost publishes for 53-bit floats (g = 6.0246...).  The C library's versions
 * differ between systems in the last digits, these do not. */
#include "modules/math.h"

#include <math.h>

enum { LANCZOS_COUNT = 13, WHOLE_COUNT = 23 };

static const double LANCZOS_G = 6.024680040776729583740234375;
static const double LANCZOS_G_MINUS_HALF = 5.524680040776729583740234375;
static const double LOG_PI = 1.144729885849400174143427351353058711647;

static const double LANCZOS_NUMERATOR[LANCZOS_COUNT] = {
    23531376880.410759688572007674451636754734846804940, 42919803642.649098768957899047001988850926355848959,
    35711959237.355668049440185451547166705960488635843, 17921034426.037209699919755754458931112671403265390,
    6039542586.3520280050642916443072979210699388420708, 1439720407.3117216736632230727949123939715485786372,
    248874557.86205415651146038641322942321632125127801, 31426415.585400194380614231628318205362874684987640,
    2876370.6289353724412254090516208496135991145378768, 186056.26539522349504029498971604569928220784236328,
    8071.6720023658162106380029022722506138218516325024, 210.82427775157934587250973392071336271166969580291,
    2.5066282746310002701649081771338373386264310793408};

/* x (x+1) ... (x+11) multiplied out */
static const double LANCZOS_DENOMINATOR[LANCZOS_COUNT] = {0.0,        39916800.0, 120543840.0, 150917976.0, 105258076.0,
                                                         45995730.0, 13339535.0, 2637558.0,   357423.0,    32670.0,
                                                         1925.0,     66.0,       1.0};

/* The rational function of x; for large x in powers of 1/x, which cannot overflow. */
static double lanczos_sum(double x)
{
    double numerator = 0.0, denominator = 0.0;
    for (int i = 0; i < LANCZOS_COUNT; i++) {
        if (x < 5.0) {
            numerator = numerator * x + LANCZOS_NUMERATOR[LANCZOS_COUNT - 1 - i];
            denominator = denominator * x + LANCZOS_DENOMINATOR[LANCZOS_COUNT - 1 - i];
        } else {
            numerator = numerator / x + LANCZOS_NUMERATOR[i];
            denominator = denominator / x + LANCZOS_DENOMINATOR[i];
        }
    }
    return numerator / denominator;
}

/* sin(pi * x), exact at multiples of a half */
static double sine_of_pi_times(double x)
{
    double y = fmod(fabs(x), 2.0), result;
    switch ((int)round(2.0 * y)) {
    case 0: result = sin(M_PI * y); break;
    case 1: result = cos(M_PI * (y - 0.5)); break;
    case 2: result = sin(M_PI * (1.0 - y)); break; /* not y - 1: the sign of zero */
    case 3: result = -cos(M_PI * (y - 1.5)); break;
    default: result = sin(M_PI * (y - 2.0)); break;
    }
    return copysign(1.0, x) * result;
}

/* pow(y, exponent) overflows before the whole does: multiply or divide twice by its root. */
static double scale_by_power(double number, double y, double magnitude, bool divide)
{
    const double most = 140.0;
    if (magnitude < most) {
        double power = pow(y, magnitude - 0.5);
        return divide ? number / power : number * power;
    }
    double root = pow(y, magnitude / 2.0 - 0.25);
    return divide ? number / root / root : number * root * root;
}

static double gamma_by_lanczos(double x)
{
    double magnitude = fabs(x), y = magnitude + LANCZOS_G_MINUS_HALF;
    /* What was lost in the addition, to be made good in the result. */
    double larger = fmax(magnitude, LANCZOS_G_MINUS_HALF), smaller = fmin(magnitude, LANCZOS_G_MINUS_HALF);
    double lost = ((y - larger) - smaller) * LANCZOS_G / y;
    double result;
    if (x < 0) {
        result = -M_PI / sine_of_pi_times(magnitude) / magnitude * exp(y) / lanczos_sum(magnitude);
        result -= lost * result;
    } else {
        result = lanczos_sum(magnitude) / exp(y);
        result += lost * result;
    }
    return scale_by_power(result, y, magnitude, x < 0);
}

static double factorial_below(int n)
{
    double product = 1.0;
    for (int i = 2; i < n; i++)
        product *= i;
    return product;
}

static double gamma_finite(double x)
{
    const double largest = 200.0, tiny = 1e-20;
    if (x == floor(x) && x > 0 && x <= WHOLE_COUNT)
        return factorial_below((int)x);
    if (fabs(x) < tiny)
        return 1.0 / x;
    if (fabs(x) > largest)
        return x < 0 ? 0.0 / sine_of_pi_times(x) : INFINITY;
    return gamma_by_lanczos(x);
}

static Value math_gamma(Vm *vm, const Value *args)
{
    double x;
    if (!value_to_double(vm, args[0], &x))
        return VALUE_ERROR;
    if (x == -INFINITY || x == 0 || (x < 0 && x == floor(x)))
        return math_raise_domain(vm);
    if (!isfinite(x))
        return float_new(vm, x);
    double result = gamma_finite(x);
    return isinf(result) ? math_raise_range(vm) : float_new(vm, result);
}

static double lgamma_finite(double x)
{
    const double tiny = 1e-20;
    double magnitude = fabs(x);
    if (x == 1.0 || x == 2.0)
        return 0.0;
    if (magnitude < tiny)
        return -log(magnitude);
    double result = log(lanczos_sum(magnitude)) - LANCZOS_G;
    result += (magnitude - 0.5) * (log(magnitude + LANCZOS_G - 0.5) - 1.0);
    if (x < 0)
        result = LOG_PI - log(fabs(sine_of_pi_times(magnitude))) - log(magnitude) - result;
    return result;
}

static Value math_lgamma(Vm *vm, const Value *args)
{
    double x;
    if (!value_to_double(vm, args[0], &x))
        return VALUE_ERROR;
    if (!isfinite(x))
        return float_new(vm, isnan(x) ? x : INFINITY);
    if (x <= 0 && x == floor(x))
        return math_raise_domain(vm);
    double result = lgamma_finite(x);
    return isinf(result) ? math_raise_range(vm) : float_new(vm, result);
}

const NativeDef math_gamma_functions[] = {
    FN(math_gamma, "gamma(x, /)", "Gamma function at x."),
    FN(math_lgamma, "lgamma(x, /)", "Natural logarithm of absolute value of Gamma function at x."),
    {0},
};
