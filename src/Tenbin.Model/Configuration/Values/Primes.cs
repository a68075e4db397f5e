namespace Tenbin.Model.Configuration.Values;

/// <summary>Maglev needs a table of prime size: every step through it then visits every slot.</summary>
internal static class Primes
{
    public static bool IsPrime(int number)
    {
        for (var divisor = 2; (long)divisor * divisor <= number; divisor++)
        {
            if (number % divisor == 0)
            {
                return false;
            }
        }

        return number >= 2;
    }

    public static int AtLeast(int number)
    {
        while (!IsPrime(number))
        {
            number++;
        }

        return number;
    }
}
