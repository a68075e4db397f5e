namespace Tenbin.Lab.Load;

/// <summary>The time from one good answer to the next.</summary>
/// <param name="LastGood">When the answer before the gap came, on the <see cref="LabClock"/>.</param>
/// <param name="FirstGood">When the answer after it came.</param>
public readonly record struct Outage(double LastGood, double FirstGood)
{
    public TimeSpan Length => TimeSpan.FromSeconds(FirstGood - LastGood);
}
