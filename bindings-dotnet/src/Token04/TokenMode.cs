namespace Token04
{
    /// <summary>How a token is encrypted.</summary>
    public enum TokenMode
    {
        /// <summary>AES-256-CBC, which every server and SDK of the vendor accepts. The default.</summary>
        Cbc = 0,

        /// <summary>AES-256-GCM: newer; the vendor recommends it.</summary>
        Gcm = 1,
    }
}
