package example;

import io.token04.IssuedToken;
import io.token04.Token04Exception;
import io.token04.TokenGenerator;
import java.security.Principal;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code POST /token} answers a token for the user who is logged in, and for nobody else. */
@SpringBootApplication
@RestController
public class TokenServer {
  private static final Duration LIFETIME = Duration.ofHours(1);

  private final TokenGenerator generator;

  TokenServer(TokenGenerator generator) {
    this.generator = generator;
  }

  public static void main(String[] arguments) {
    TokenGenerator generator;
    try {
      generator = TokenGenerator.fromEnv();
    } catch (Token04Exception refused) {
      System.err.println(refused.getMessage());
      System.exit(1);
      return;
    }
    SpringApplication application = new SpringApplication(TokenServer.class);
    application.addInitializers(
        context -> context.getBeanFactory().registerSingleton("tokenGenerator", generator));
    application.run(arguments);
  }

  /** Basic authentication stands for whatever the application logs its users in with. */
  @Bean
  SecurityFilterChain security(HttpSecurity http) throws Exception {
    return http.csrf(csrf -> csrf.disable())
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .httpBasic(Customizer.withDefaults())
        .build();
  }

  /** The identity is the session's, never the body's. */
  @PostMapping("/token")
  ResponseEntity<Map<String, Object>> token(Principal user) {
    IssuedToken issued = generator.issue(user.getName(), LIFETIME, "");
    Map<String, Object> body =
        Map.of(
            "token", issued.token(),
            "expires_at", issued.expiresAt(),
            "refresh_at", issued.refreshAt());
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body);
  }
}
