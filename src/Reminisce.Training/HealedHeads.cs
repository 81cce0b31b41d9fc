namespace Reminisce.Training;

/// <summary>What healing does with the heads of a tower.</summary>
public enum HealedHeads
{
    /// <summary>They stay while adapters are trained, and are fitted anew in closed form to the healed tower.</summary>
    Refit,

    /// <summary>They stay as they are, to the bit.</summary>
    Keep,

    /// <summary>They are trained along with the adapters.</summary>
    Train,
}
